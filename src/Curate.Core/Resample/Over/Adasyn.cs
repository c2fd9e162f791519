using Curate.Core.Randomness;
using Curate.Core.Running.Plans;

namespace Curate.Core.Resample.Over;

/// <summary>
/// ADASYN (He et al. 2008): a row is first parent in proportion to the share of other classes among its k nearest others, so that more rows are made
/// where the class is hard to learn. Largest remainders make the counts of the rows add up to the target.
/// </summary>
/// <remarks>O(n_c n d) for the shares, and as SMOTE for the rows.</remarks>
internal sealed class Adasyn : IRowMaker
{
    public FeatureForm Form => FeatureForm.Numbers;

    public void Make(OverInput input, int ofClass, MadeRows made)
    {
        int[] members = input.Members(ofClass);
        int k = input.Clamped(ofClass, input.Options.KNeighbors, input.Store.Count - 1, "n");
        double[] shares = Shares(input, ofClass, members, k);
        if (Array.TrueForAll(shares, static s => s == 0) || members.Length == 1)
        {
            if (members.Length > 1)
            {
                input.Note(ofClass, "no row of another class is near, all rows are equal parents");
            }

            Smote.MakeAmong(input, ofClass, members, input.Growth[ofClass], "adasyn", made);
            return;
        }

        int[] bases = BaseRows.Repeated(LargestRemainders.Share(input.Growth[ofClass], shares));
        int inside = input.Clamped(ofClass, input.Options.KNeighbors, members.Length - 1, "neighbours in the class");
        Segments.Make(input, members, bases, members, inside, 1, input.Draw("adasyn", ofClass), made);
    }

    /// <summary>r of each row: the share of other classes among its k nearest others.</summary>
    public static double[] Shares(OverInput input, int ofClass, int[] members, int k) =>
        Array.ConvertAll(Surroundings.Of(input, ofClass, members, k), static a => a.All == 0 ? 0 : (double)a.Foreign / a.All);
}
