using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Select.Sampling;

/// <summary>The rows that one draw is made from: all of them, or those of one group.</summary>
internal sealed class Stratum
{
    /// <summary>Row numbers of the input, ascending.</summary>
    public required long[] Rows { get; init; }

    /// <summary>Rows to draw; those that must be in are among them.</summary>
    public required long Count { get; init; }

    /// <summary>Whether a row must be in.</summary>
    public required bool[] Must { get; init; }

    /// <summary>The score of each row.</summary>
    public required double[] Scores { get; init; }

    /// <summary>The columns of each row, row after row, where the method reads several.</summary>
    public double[] Values { get; init; } = [];

    /// <summary>The loss of each row, not a number where it is not known; empty without a column of losses.</summary>
    public double[] Losses { get; init; } = [];

    /// <summary>The group, for messages.</summary>
    public required string Name { get; init; }

    public required SeededDraw Draw { get; init; }

    public required RunContext Run { get; init; }

    /// <summary>Rows that must be in.</summary>
    public int MustCount => Must.Count(static m => m);
}
