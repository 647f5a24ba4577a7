"""How the worksheet looks: A4, black on white with one grey. Nothing rests on colour."""

from typing import Final

from ivigcalc.report.svg import STYLE

FONTS: Final = '"Segoe UI","Helvetica Neue",Arial,"Liberation Sans","DejaVu Sans",sans-serif'
MONOSPACE: Final = 'Consolas,Menlo,"Liberation Mono","DejaVu Sans Mono",monospace'

CSS: Final = f"""
@page {{ size: A4; margin: 12mm 13mm 14mm }}
* {{ box-sizing: border-box }}
html {{ -webkit-print-color-adjust: exact; print-color-adjust: exact }}
body {{ margin: 0; background: #fff; color: #000; font: 9.5pt/1.28 {FONTS}; font-variant-numeric: tabular-nums }}
.sheet {{ position: relative; width: 184mm; min-height: 270mm; padding-bottom: 6mm; break-after: page }}
.sheet:last-of-type {{ break-after: auto }}
.head {{ display: flex; justify-content: space-between; gap: 6mm; padding-bottom: 2mm; border-bottom: .6mm solid #000 }}
h1 {{ margin: 0; font-size: 14.5pt; line-height: 1.2 }}
h2 {{ margin: 3.6mm 0 0; padding-bottom: .6mm; border-bottom: .25mm solid #000; break-after: avoid;
  font-size: 8pt; letter-spacing: .08em; text-transform: uppercase }}
p {{ margin: 1mm 0 }}
.head p {{ margin: .7mm 0 }}
.dose {{ margin: 2mm 0 0; font-size: 13pt; font-weight: bold }}
.dose span {{ margin-right: 5mm; white-space: nowrap }}
.dose span:last-child {{ margin: 0; font-size: 9.5pt; font-weight: normal }}
.code {{ font: bold 11pt {MONOSPACE}; letter-spacing: .03em }}
.small {{ break-inside: avoid; margin: .6mm 0; font-size: 8pt; line-height: 1.22 }}
.quiet {{ color: #444; font-size: 8pt }}
.label {{ flex: none; width: 74mm; height: 24mm; padding: 1.2mm 2mm; border: .3mm dashed #444;
  color: #444; font-size: 8pt }}
.facts {{ display: grid; grid-template-columns: 28mm 1fr 25mm 1fr; gap: .9mm 2mm; margin: 3mm 0 0 }}
.facts dt {{ color: #444; font-size: 8pt; padding-top: .4mm }}
.facts dd {{ margin: 0; font-weight: bold; overflow-wrap: anywhere }}
.facts dd:last-child {{ grid-column: 2 / -1 }}
table {{ width: 100%; border-collapse: collapse }}
thead {{ display: table-header-group }}
tr {{ break-inside: avoid }}
th {{ padding: 1mm 1.4mm .6mm; border-bottom: .3mm solid #000; font-size: 7.5pt; text-align: left;
  vertical-align: bottom; line-height: 1.1 }}
td {{ height: 7mm; padding: .3mm 1.4mm; border-bottom: .2mm solid #888; line-height: 1.15; overflow-wrap: anywhere }}
th:first-child, td:first-child {{ padding-left: .8mm }}
th.right, th.time, th.big {{ text-align: right }}
td.right {{ text-align: right; white-space: nowrap }}
td.vials {{ font-size: 8.8pt }}
td.time {{ font-size: 8.8pt; text-align: right; white-space: nowrap }}
td.keep {{ white-space: nowrap }}
td.big {{ font-size: 13pt; line-height: 1; font-weight: bold; text-align: right; white-space: nowrap }}
td[colspan] {{ font-size: 8.5pt }}
th.blank, td.blank {{ border-left: .2mm solid #888 }}
td.box::before, span.box::before {{ content: ""; display: inline-block; width: 3.4mm; height: 3.4mm;
  margin-right: 1.5mm; border: .25mm solid #000; vertical-align: -.6mm }}
.dense td, .close td {{ height: 5.9mm }}
.dense h2 {{ margin-top: 2.5mm }}
.dense .facts {{ row-gap: .5mm; margin-top: 2.4mm }}
.dense td.big {{ font-size: 12pt }}
.look {{ margin: 1.3mm 0; padding-left: 2mm; border-left: .9mm solid #000; break-inside: avoid;
  overflow-wrap: anywhere }}
.dense .look {{ margin: .7mm 0; font-size: 8.5pt; line-height: 1.18 }}
.signatures {{ display: flex; gap: 4mm; margin: 1.5mm 0; break-inside: avoid }}
.signatures p {{ flex: 1; height: 17mm; margin: 0; padding: 1.2mm 2mm; border: .3mm solid #000; font-size: 8pt }}
.fill {{ display: flex; justify-content: space-between; margin: 2.4mm 0 0; break-inside: avoid; font-size: 9pt }}
.fill span {{ white-space: nowrap }}
.together {{ break-inside: avoid }}
.plot {{ display: block; width: 100%; margin-top: 1mm; break-inside: avoid }}
.foot {{ position: absolute; right: 0; bottom: 0; left: 0; display: flex; justify-content: space-between; gap: 6mm;
  padding-top: .8mm; border-top: .3mm solid #000; font-size: 7.5pt }}
.foot p {{ margin: 0 }}
.foot p:last-child {{ flex: none }}
@media screen {{ .sheet {{ margin: 10mm auto }} }}
{STYLE}
"""
