"""The dashboard: relations between actors over time, from the overview down to the sentence that says so."""
