"""Cases: their answers, their needs, their stored routes; and the query gate in front of them."""
