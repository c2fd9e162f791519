using Curate.Core.Numerics.Linear;

namespace Curate.Core.Mix.Laws;

/// <summary>Training runs: the shares that each was trained on, and the losses it ended with.</summary>
/// <param name="Shares">One row a run, one column a source; rows sum to 1.</param>
/// <param name="Names">Names of the losses.</param>
/// <param name="Losses">The losses, by name and run.</param>
public sealed record MixtureRuns(Matrix Shares, IReadOnlyList<string> Names, double[][] Losses)
{
    public int Count => Shares.Rows;

    public int Sources => Shares.Columns;
}
