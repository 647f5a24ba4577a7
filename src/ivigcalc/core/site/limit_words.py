"""What a site's own limit is about, in words with its own figure: the shipped words of it state the shipped figure."""

from typing import Final

MEASURED: Final = {
    "weight_kg": "weight {value} kg",
    "pre_pregnancy_kg": "weight before pregnancy {value} kg",
    "height_cm": "height {value} cm",
    "bmi": "BMI {value} kg/m2",
    "habitual_kg": "weight {value} kg",
    "habitual_bmi": "BMI {value} kg/m2",
    "rate_ml_h": "a rate of {value} mL/h",
    "rate_over_maximum": "{value} times the highest maximum printed",
    "rate_over_limit": "{value} times the limit at risk",
    "age_years": "age {value} years",
    "iga_g_per_l": "serum IgA {value} g/L",
    "typed_g_per_kg": "a dose of {value} g/kg",
    "dosing_over_actual": "dosing weight {value} times the actual weight",
    "day_g_per_kg": "{value} g/kg{of_kg} in one day",
    "day_g_per_dosing_kg": "{value} g/kg in one day",
    "course_g_per_kg": "{value} g/kg{of_kg} in the course",
    "course_over_largest": "{value} times the largest course printed",
    "day_g": "{value} g in one day",
    "day_over_least": "{value} times the least day printed",
}
"""What a measure is, with its value."""
