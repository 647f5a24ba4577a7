"""From a patient and an indication to the dosing weight and the courses in grams."""
