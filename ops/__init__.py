"""Operations: the commands of this project, on this machine and on an AWS account."""

"""Operations: the commands of this project, on this machine and on an AWS account."""
"""Operations: the commands of this project, on this machine and on an AWS account."""
"""Operations: the commands of this project, on this machine and on an AWS account."""
