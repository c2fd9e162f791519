using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Mix;

/// <summary>
/// Whole copies from expected ones by systematic sampling: row by row the whole part of what has been expected so far, from a random start. A row's copies are
/// within one of what is expected of it, and those of the first rows of a source of their sum.
/// </summary>
internal static class SystematicCopies
{
    /// <param name="expected">Expected copies, in row order.</param>
    /// <param name="factor">What they are multiplied by.</param>
    /// <param name="most">Most expected copies of a row.</param>
    /// <param name="start">Where to begin, from 0 and below 1.</param>
    /// <param name="context">Memory of the copies.</param>
    /// <param name="sum">What is expected of all rows.</param>
    /// <param name="taken">Copies of all rows.</param>
    public static RowValues<int> Of(RowValues<double> expected, double factor, double most, double start, RunContext context, out double sum, out long taken)
    {
        var copies = new RowValues<int>(context, "copies");
        sum = 0;
        taken = 0;
        for (long row = 0; row < expected.Count; row++)
        {
            sum += Math.Min(expected[row] * factor, most);
            long until = (long)Math.Floor(sum + start);
            copies.Append((int)Math.Min(int.MaxValue, until - taken));
            taken = until;
        }

        return copies;
    }

    /// <summary>Where a source begins: a draw of its key.</summary>
    public static double Start(RunContext context, string purpose, byte[] key) => new SeededDraw(context.Seed, purpose).For(key).Unit(0, 0);
}
