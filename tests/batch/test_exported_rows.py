"""What real systems write into cells and headings: each row read as everybody would, or refused.

The expectations were written before any of these tables was tried. ``70/28`` is a row that is read: 70 kg, and 28 g on
each day of 0.4 g/kg; ``E`` is a row that is an error, 65 a table that is refused.
"""

from pathlib import Path

import pytest

from tests.batch.making import batch

EXPORTS = [
    # of a medical record
    ("65", "MRN,Weight,Indication,Dose (mg/kg)\n1,70,cidp,400\n", ()),
    ("65", "MRN,Dosing Weight (kg),Weight (kg),Indication\n1,60,70,cidp\n", ()),
    ("65", "MRN,Weight,Indication,Admin Amount,Admin Unit\n1,70,cidp,30,g\n", ()),
    ("65", "MRN,Weight,Indication,Ordered Frequency\n1,70,cidp,Q4W\n", ()),
    ("65", "MRN,Last Weight,Weight Date,Dx\n1,70,2026-01-01,cidp\n", ()),
    ("70/28", "MRN,Weight,Weight Date,Dx\n1,70,2026-01-01,cidp\n", ("--ignore", "Weight Date")),
    ("69.9/27.96", 'MRN,Weight,Dx\n1,"154 lb (69.9 kg)",cidp\n', ()),
    ("70/28", 'MRN,Weight,Dx\n1,"70 kg (154 lb 5.2 oz)",cidp\n', ()),
    ("70/28", 'MRN,Weight (kg),Dx\n1,"70 kg (154 lb 5.2 oz)",cidp\n', ()),
    ("E", 'MRN,Weight,Dx\n1,"70 kg (145 lb 5.2 oz)",cidp\n', ()),
    ("E", 'MRN,Weight,Dx\n1,"154 kg (70 lb)",cidp\n', ()),
    ("E", 'MRN,Weight,Dx\n1,"70 kg (Measured)",cidp\n', ()),
    ("E", 'MRN,Weight,Dx\n1,"70 kg",CIDP [G61.81]\n', ()),
    ("E", 'MRN,Weight,Dx\n1,70,"CIDP, MMN"\n', ()),
    ("E", "MRN,Weight,Dx\n1,70,History of CIDP\n", ()),
    ("E", "MRN,Weight,Dx\n1,70,CIDP (resolved)\n", ()),
    ("E", "MRN,Weight,Dx\n1,70,Rule out GBS\n", ()),
    ("70/28", "MRN,Age at visit,Weight,Dx\n1,54,70,cidp\n", ("--ignore", "Age at visit")),
    # of an SAP list
    ("65", "Patient|Gewicht|Diagnose\n1|70|CIDP\n", ()),
    ("70/28", "|Patient |Weight|Dx  |\n|1       |70    |cidp|\n", ()),
    ("70.5/28.2", "MRN;Weight;Dx\n1;70,5;cidp\n", ()),
    ("E", "MRN;Weight;Dx\n1;1.070,5;cidp\n", ()),
    ("E", "MRN;Weight;Dx\n1;70,500;cidp\n", ()),
    ("E", "MRN;Weight;Dx\n0000001;70,0-;cidp\n", ()),
    ("70/28", "MRN\tWeight\tDx\n1\t  70\tcidp\n", ()),
    ("65", "Report ZIVIG                      Date 01.12.2026\n\nMRN;Weight;Unit\n1;70;KG\n", ()),
    ("70/28", "MRN;Weight;Unit;Dx\n1;70;KG;cidp\n", ()),
    ("E", "MRN;Weight;Unit;Dx\n1;70;ST;cidp\n", ()),
    ("70/28|E", "MRN;Weight;Dx\n1;70;cidp\n* Summe;70;\n", ()),
    # of a pharmacy in Portuguese or Spanish
    ("70/28", "Prontuário;Peso;Diagnóstico\n1;70;PIDC\n", ()),
    ("E", "Prontuário;Peso (Kg);CID\n1;70;G61.8\n", ()),
    ("E", "NHC;Peso;Sexo;Diagnóstico\n1;70;M;cidp\n", ()),
    ("70/28", "Prontuário;Peso;Sexo;Diagnóstico\n1;70;M;cidp\n", ()),
    ("65", "Prontuário;Peso;Dose prescrita (g);Diagnóstico\n1;70;30;cidp\n", ()),
    ("65", "Prontuário;Peso;Frascos;Diagnóstico\n1;70;3;cidp\n", ()),
    ("65", "NHC;Peso;Dosis;Diagnóstico\n1;70;30;cidp\n", ()),
    ("65", "NHC;Peso;Vía;Diagnóstico\n1;70;SC;cidp\n", ()),
    ("70/28|E", "NHC;Peso;Diagnóstico\n1;70;cidp\nTotal pacientes: 1;;\n", ()),
    ("70/28", "Registro;Peso atual (kg);Diagnóstico;Idade\n1;70;cidp;54 anos\n", ()),
    ("70/28|E", "Prontuário;Peso;Diagnóstico\n1;70;cidp\nMédia;70;\n", ()),
    ("65", "Prontuário;Peso seco;Diagnóstico\n1;70;cidp\n", ()),
    ("65", "Prontuário;Peso ideal;Diagnóstico;Peso\n1;60;cidp;70\n", ()),
    ("70/28", "NHC;Peso;Diagnóstico;Fecha nacimiento;Edad\n1;70;cidp;1970-01-01;54\n", ()),
    ("E", "NHC;Peso;Diagnóstico;Edad\n1;70;cidp;54 a 60\n", ()),
    # of a registry
    ("E|70/28", "record_id,weight,dx\n1,-9,cidp\n2,70,cidp\n", ()),
    ("65", "record_id,weight_v1,weight_v2,dx\n1,70,72,cidp\n", ()),
    ("65", "record_id,weight_kg,weight_kg_2,dx\n1,70,72,cidp\n", ()),
    ("65", "record_id,redcap_event_name,weight,dx,dose_1,dose_2\n1,baseline,70,cidp,30,30\n", ()),
    ("E", "record_id,weight,dx,sex\n1,70,cidp,1\n", ()),
    ("E", "record_id,weight,dx,pregnant\n1,70,cidp,2\n", ()),
    ("70/28", "record_id,weight,dx,pregnant\n1,70,cidp,0\n", ()),
    ("E", "record_id,weight,dx,age\n1,70,cidp,999\n", ()),
    ("E", "record_id,weight,dx,height\n1,70,cidp,0\n", ()),
    ("E", "record_id,weight,dx\n1,70,1\n", ()),
    ("E", "record_id,weight,dx\n1,70,.\n", ()),
    ("E", "record_id,weight,dx\n1,.,cidp\n", ()),
    ("E", "record_id,weight,dx\n1,NA,cidp\n", ()),
    ("70/28", "record_id,weight,dx,age\n1,70,cidp,NA\n", ()),
    # of a client of a database
    ("70/28", " mrn | weight | dx   \n-----+--------+------\n 1   |     70 | cidp \n(1 row)\n", ()),
    (
        "70/28",
        (
            "+-----+--------+------+\n| mrn | weight | dx   |\n+-----+--------+------+\n"
            "| 1   |     70 | cidp |\n+-----+--------+------+\n1 row in set (0.00 sec)\n"
        ),
        (),
    ),
    ("70/28", "mrn,weight,dx\n1,70.0000000,cidp\n", ()),
    ("E", "mrn,weight,dx\n1,7.0E+01,cidp\n", ()),
    ("E", "mrn,weight,dx\n1,NULL,cidp\n", ()),
    ("70/28", '"mrn"\t"weight"\t"dx"\n"1"\t"70"\t"cidp"\n', ()),
    ("65", "MRN         WEIGHT DX\n----------- ------ ----\n1           70     cidp\n", ()),
    ("70/28", "mrn,weight,dx,start\n1,70,cidp,2026-12-01 00:00:00.0000000\n", ()),
    ("70/28", "mrn,weight,dx,start\n1,70,cidp,2026-12-01T00:00:00Z\n", ()),
    ("E", "mrn,weight,dx,start\n1,70,cidp,2026-12-01/2026-12-05\n", ()),
    ("E", "mrn,weight,dx,start\n1,70,cidp,0000-00-00\n", ()),
    ("70/28|E", "mrn,weight,dx\n1,70,cidp\n1 rows selected.,,\n", ()),
    # of R or pandas
    ("70/28", '"","mrn","weight","dx"\n"1","1",70,"cidp"\n', ()),
    ("70/28", ",mrn,weight,dx\n0,1,70.0,cidp\n", ()),
    ("70/28", "Unnamed: 0,mrn,weight,dx\n0,1,70.0,cidp\n", ()),
    ("E", "mrn,weight,dx\n1,nan,cidp\n", ()),
    ("E", "mrn,weight,dx\n1,inf,cidp\n", ()),
    ("E", "mrn,weight,dx\n1,-inf,cidp\n", ()),
    ("70.1/28.04", "mrn,weight,dx\n1,70.10000000000001,cidp\n", ()),
    ("E", "mrn,weight,dx\n1,70.123456789012345,cidp\n", ()),
    ("65", "mrn,weight.x,weight.y,dx\n1,70,72,cidp\n", ()),
    ("65", "mrn,weight_x,weight_y,dx\n1,70,72,cidp\n", ()),
    ("E", "mrn,weight,dx,per_day,days\n1,70,cidp,0.4 g/kg,5.5\n", ()),
    ("70/28", "mrn,weight,dx,per_day,days\n1,70,cidp,0.4 g/kg,5.0\n", ()),
    ("65", "mrn,weight,dx,dx.1\n1,70,cidp,gbs\n", ()),
    ("70/28", "mrn,weight,dx,pregnant\n1,70,cidp,FALSE\n", ()),
    # of a spreadsheet
    ("E", "MRN,Weight,Dx\n1,#DIV/0!,cidp\n", ()),
    ("E", "MRN,Weight,Dx\n1,#ERROR!,cidp\n", ()),
    ("E", "MRN,Weight,Dx\n1,Loading...,cidp\n", ()),
    ("E", "MRN,Weight,Dx\n1,=A1+70,cidp\n", ()),
    ("E", 'MRN,Weight,Dx\n1,"70,5kg?",cidp\n', ()),
    ("E", "MRN,Weight,Dx\n1,12-Jan,cidp\n", ()),
    ("E", "MRN,Weight,Dx\n1,70%,cidp\n", ()),
    ("E", 'MRN,Weight,Dx\n1,"1,070",cidp\n', ()),
    ("70/28", "sep=,\nMRN,Weight,Dx\n1,70,cidp\n", ()),
    ("70/28", "\ufeffMRN,Weight,Dx\n1,70,cidp\n", ()),
    ("70/28", "MRN,Weight,Dx,,,\n1,70,cidp,,,\n", ()),
    ("65", "MRN,Weight,Dx,,\n1,70,cidp,,30 g\n", ()),
    ("70/28", "MRN,Weight,Dx\n1,\xa070\xa0,cidp\n", ()),
    ("E", "MRN,Weight,Dx\n1,70\u200b5,cidp\n", ()),
    ("70/28|E|E", "MRN,Weight,Dx\n1,70,cidp\nAVERAGE,70,\nSTDEV,0,\n", ()),
    ("70/28", "MRN,Weight,Dx,Check\n1,70,cidp,TRUE\n", ()),
]


@pytest.mark.parametrize(("expected", "table", "more"), EXPORTS)
def test_an_export_is_read_as_everybody_would_or_refused(
    tmp_path: Path, expected: str, table: str, more: tuple[str, ...]
) -> None:
    regimen = () if "per_day" in table else ("--regimen", "A")
    found = batch(tmp_path, table, *regimen, *more)
    said = (
        [str(found.answer.code)]
        if found.answer.code == 65
        else [
            f"{row['weight_kg']}/{row['g_per_day']}" if row["status"] in {"ok", "caution"} else "E"
            for row in found.rows
        ]
    )
    assert said == expected.split("|")
