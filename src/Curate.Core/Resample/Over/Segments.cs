using Curate.Core.Randomness;
using Curate.Core.Running.Plans;

namespace Curate.Core.Resample.Over;

/// <summary>Points between rows and their neighbours: what all methods of the SMOTE family end with.</summary>
internal static class Segments
{
    private const int NeighbourDraw = 1;
    private const int StepDraw = 2;

    /// <summary>
    /// Makes a row for each entry of <paramref name="bases"/>: the neighbour is drawn uniformly, and so is the step, from 0 to
    /// <paramref name="reach"/> (below 0: away from the neighbour). A row without neighbours is copied.
    /// </summary>
    /// <param name="input">The rows.</param>
    /// <param name="rows">Rows that may be first parents.</param>
    /// <param name="bases">For each row to be made, a place in <paramref name="rows"/>.</param>
    /// <param name="pool">Rows that may be second parents; null for all.</param>
    /// <param name="k">Neighbours of each.</param>
    /// <param name="reach">The longest step.</param>
    /// <param name="draw">The draws.</param>
    /// <param name="made">Receives the rows.</param>
    public static void Make(OverInput input, int[] rows, int[] bases, int[]? pool, int k, double reach, SeededDraw draw, MadeRows made)
    {
        NearestOthers near = Neighbours(input, rows, bases, pool, k, out int[] placeOf);
        for (int g = 0; g < bases.Length; g++)
        {
            ReadOnlySpan<int> around = near[placeOf[bases[g]]];
            if (around.Length == 0)
            {
                made.Add(rows[bases[g]], MadeRows.None, 0);
            }
            else
            {
                made.Add(rows[bases[g]], Pick(around, draw, g), Step(draw, g) * reach);
            }
        }
    }

    /// <summary>The neighbours of the rows that are first parents at all; <paramref name="placeOf"/> gives the list of each place of <paramref name="rows"/>.</summary>
    public static NearestOthers Neighbours(OverInput input, int[] rows, int[] bases, int[]? pool, int k, out int[] placeOf)
    {
        placeOf = new int[rows.Length];
        foreach (int place in bases)
        {
            placeOf[place] = 1;
        }

        var used = new List<int>();
        for (int place = 0; place < rows.Length; place++)
        {
            if (placeOf[place] != 0)
            {
                placeOf[place] = used.Count;
                used.Add(rows[place]);
            }
        }

        return NearestOthers.Of(input.Store, [.. used], pool, k, input.Rule, input.Options.Duplicates, input.Run);
    }

    /// <summary>
    /// The k nearest of the class of its rows that are first parents; null for a class of one row, which can only be copied. The class is told where it has
    /// fewer others than k.
    /// </summary>
    public static NearestOthers? NeighboursInClass(OverInput input, int ofClass, int[] members, int[] bases, out int[] placeOf)
    {
        if (members.Length == 1)
        {
            input.Note(ofClass, "one row only, copied as it is");
            placeOf = [];
            return null;
        }

        int k = input.Clamped(ofClass, input.Options.KNeighbors, members.Length - 1, "k");
        return Neighbours(input, members, bases, members, k, out placeOf);
    }

    /// <summary>One of the neighbours.</summary>
    public static int Pick(ReadOnlySpan<int> around, SeededDraw draw, int made) =>
        around[(int)Math.BigMul(draw.Bits(NeighbourDraw, made), (ulong)around.Length, out _)];

    /// <summary>A uniform step in [0, 1).</summary>
    public static double Step(SeededDraw draw, int made) => draw.Unit(StepDraw, made);
}
