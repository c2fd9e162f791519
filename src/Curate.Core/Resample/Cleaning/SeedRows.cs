using Curate.Core.Randomness;
using Curate.Core.Resample.Features;
using Curate.Core.Running;

namespace Curate.Core.Resample.Cleaning;

/// <summary>The rows of a class that a condensed set begins with: those with the smallest draws, without repeats.</summary>
internal static class SeedRows
{
    /// <summary>Seeds of one class, ascending, and a line for each in the report.</summary>
    /// <param name="table">The table.</param>
    /// <param name="ofClass">The class.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="seeds">How many; all rows where there are fewer.</param>
    /// <param name="run">The run: draws are keyed by input row.</param>
    /// <param name="report">The report table <c>seeds</c>; rows count from 0, as <c>--explain</c> takes them.</param>
    public static int[] Of(LabelledTable table, int ofClass, int[] rows, int seeds, RunContext run, ReportTable report)
    {
        SeededDraw draw = run.Draw("condensed-seeds");
        int[] chosen = [.. rows.OrderBy(row => draw.Bits(0, table.RowOf(row))).ThenBy(static row => row).Take(seeds).Order()];
        foreach (int row in chosen)
        {
            report.Add(table.Names[ofClass], table.RowOf(row));
        }

        return chosen;
    }

    public static ReportTable Report() => new("seeds", "Rows that the condensed sets began with", ["class", "row"]);
}
