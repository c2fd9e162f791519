using Curate.Core.Numerics.Vectors;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Select.Diversity;

/// <summary>The rows that one selection is made from: all of them, or those of one group.</summary>
internal sealed class Pool
{
    /// <summary>Their vectors, in the order of the input.</summary>
    public required VectorStore Rows { get; init; }

    /// <summary>How many to pick, those of <see cref="Must"/> among them; at most as many as there are.</summary>
    public required int Count { get; init; }

    /// <summary>Rows that are picked first, ascending.</summary>
    public required int[] Must { get; init; }

    /// <summary>How good each row is, or null.</summary>
    public double[]? Scores { get; init; }

    /// <summary>Draws of this pool, keyed by its rows.</summary>
    public required SeededDraw Draw { get; init; }

    public required RunContext Run { get; init; }
}
