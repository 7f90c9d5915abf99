"""What is asked and answered in the grading year."""

from coso.grading.services.petitions import Petition

REQUEST_KINDS = [Petition]
