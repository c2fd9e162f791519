using Curate.Core.Running;
using Curate.Core.Running.Plans;

namespace Curate.Core.Resample.Over;

/// <summary>What runs that make rows up report.</summary>
internal static class OverReports
{
    /// <summary>Classes that gained rows, from how many parents, and what is to be known about them.</summary>
    public static ReportTable MadeUp(OverInput input, MadeRows made)
    {
        var table = new ReportTable("made_up", "Rows made up", ["class", "rows", "parents", "copies", "note"]);
        for (int c = 0; c < input.Classes; c++)
        {
            if (input.Growth[c] == 0)
            {
                continue;
            }

            var parents = new HashSet<int>();
            long copies = 0;
            for (int g = made.GroupStart(c); g < made.GroupEnd(c); g++)
            {
                parents.Add(made.First[g]);
                copies += IsCopy(made, g) ? 1 : 0;
            }

            table.Add(input.Names[c], (long)(made.GroupEnd(c) - made.GroupStart(c)), (long)parents.Count, copies, input.Notes[c]);
        }

        return table;
    }

    private static bool IsCopy(MadeRows made, int row)
    {
        if (made.Second[row] != MadeRows.None || made.Steps[row] != 0)
        {
            return false;
        }

        foreach (int code in made.Codes(row))
        {
            if (code >= 0)
            {
                return false;
            }
        }

        return true;
    }
}
