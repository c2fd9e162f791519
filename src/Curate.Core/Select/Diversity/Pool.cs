using Curate.Core.Numerics.Vectors;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Select.Diversity;

/// <summary>The rows that one selection is made from: all of them, or those of one group.</summary>
internal sealed class Pool
{
    /// <summary>Their vectors, in the order of the input.</summary>
    public required VectorStore Rows { get; init; }

    /// <summary>How many to pick, those of <see cref="Must"/> among them; at most as many as there are. Under a budget of sizes no more than these fit, and <see cref="Room"/> ends earlier.</summary>
    public required int Count { get; init; }

    /// <summary>What is left of a budget of sizes: a row is picked if it takes it.</summary>
    public SizeRoom Room { get; init; } = SizeRoom.Endless;

    /// <summary>How many rows are likely to be picked: <see cref="Count"/>, or those of mean size that a budget of sizes holds.</summary>
    public int Likely { get => field == 0 ? Count : field; init; }

    /// <summary>Rows that are picked first, ascending.</summary>
    public required int[] Must { get; init; }

    /// <summary>How good each row is, or null.</summary>
    public double[]? Scores { get; init; }

    /// <summary>Draws of this pool, keyed by its rows.</summary>
    public required SeededDraw Draw { get; init; }

    public required RunContext Run { get; init; }

    /// <summary>The same pool with other vectors of its rows.</summary>
    public Pool With(VectorStore rows) => new() { Rows = rows, Count = Count, Room = Room, Likely = Likely, Must = Must, Scores = Scores, Draw = Draw, Run = Run };
}
