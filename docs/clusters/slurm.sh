#!/usr/bin/env bash
# A study as a job array: each task runs one part and leaves one file in DIR/shards. Then one job merges.
#
#   job=$(sbatch --parsable --array=1-64 docs/clusters/slurm.sh STUDY DIR)
#   sbatch --dependency=afterok:$job --wrap='uptake merge DIR'
#
# DIR lies on a disk that all nodes share. A task that is requeued, or submitted again after its time limit, goes
# on where it was; a task whose part is whole ends at once. To submit some parts of 64 only, say of how many:
#
#   sbatch --array=3,17 docs/clusters/slurm.sh STUDY DIR 64
#
#SBATCH --job-name=uptake
#SBATCH --array=1-16
#SBATCH --cpus-per-task=1
#SBATCH --mem-per-cpu=500M
#SBATCH --time=08:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
set -euo pipefail
study="${1:?the study file is missing: sbatch slurm.sh STUDY DIR}"
folder="${2:?the folder is missing: sbatch slurm.sh STUDY DIR}"
of="${3:-$SLURM_ARRAY_TASK_COUNT}"
exec uptake sweep "$study" -o "$folder" --shard "$SLURM_ARRAY_TASK_ID/$of" --jobs "${SLURM_CPUS_PER_TASK:-1}"
