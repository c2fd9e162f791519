using Curate.Core.Running.Plans;

namespace Curate.Core.Resample.Over;

/// <summary>
/// SMOTE (Chawla et al. 2002): a made-up row stands on the segment from a row of the class to one of its k nearest rows of the class, one step for all
/// columns.
/// </summary>
/// <remarks>O(b n_c d) for b first parents of a class of n_c rows.</remarks>
internal sealed class Smote : IRowMaker
{
    public FeatureForm Form => FeatureForm.Numbers;

    public void Make(OverInput input, int ofClass, MadeRows made) => MakeAmong(input, ofClass, input.Members(ofClass), input.Growth[ofClass], "smote", made);

    /// <summary>Rows between rows of a list, which alone may be parents.</summary>
    public static void MakeAmong(OverInput input, int ofClass, int[] rows, long count, string purpose, MadeRows made)
    {
        int k = Math.Min(input.Options.KNeighbors, rows.Length - 1);
        if (rows.Length == 1)
        {
            input.Note(ofClass, "one row only, copied as it is");
        }
        else
        {
            input.Clamped(ofClass, input.Options.KNeighbors, rows.Length - 1, "k");
        }

        var draw = input.Draw(purpose, ofClass);
        int[] bases = BaseRows.Of(rows.Length, count, input.Options.Even, draw);
        if (k == 0)
        {
            Copy(rows, bases, made);
            return;
        }

        Segments.Make(input, rows, bases, rows, k, 1, draw, made);
    }

    private static void Copy(int[] rows, int[] bases, MadeRows made)
    {
        foreach (int place in bases)
        {
            made.Add(rows[place], MadeRows.None, 0);
        }
    }
}
