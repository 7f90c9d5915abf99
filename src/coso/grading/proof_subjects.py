"""What may be proved in the grading year."""

from coso.grading.services.proofs import LineProofs

PROOF_SUBJECTS = [LineProofs]
