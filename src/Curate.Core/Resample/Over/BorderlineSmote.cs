using Curate.Core.Options;
using Curate.Core.Running.Plans;

namespace Curate.Core.Resample.Over;

/// <summary>
/// Borderline-SMOTE (Han, Wang and Mao 2005): first parents are rows in danger, at least half but not all of whose m nearest others have another
/// class. Kind 1 moves them toward rows of their class; kind 2 toward any near row, at most half way where that has another class.
/// </summary>
/// <remarks>O(n_c n d) for the dangers, and as SMOTE for the rows.</remarks>
internal sealed class BorderlineSmote : IRowMaker
{
    public FeatureForm Form => FeatureForm.Numbers;

    public void Make(OverInput input, int ofClass, MadeRows made)
    {
        int[] members = input.Members(ofClass);
        int m = input.Clamped(ofClass, input.Options.MNeighbors, input.Store.Count - 1, "m");
        int[] danger = Surroundings.Where(members, Surroundings.Of(input, ofClass, members, m), Surroundings.IsDanger);
        if (danger.Length == 0)
        {
            input.Note(ofClass, "no row in danger, all rows are parents");
            Smote.MakeAmong(input, ofClass, members, input.Growth[ofClass], "borderline", made);
            return;
        }

        input.Note(ofClass, $"{NumberText.Of(danger.Length)} rows in danger");
        var draw = input.Draw("borderline", ofClass);
        int[] bases = BaseRows.Of(danger.Length, input.Growth[ofClass], input.Options.Even, draw);
        if (input.Options.Kind == 1)
        {
            int k = input.Clamped(ofClass, input.Options.KNeighbors, members.Length - 1, "k");
            if (k == 0)
            {
                Smote.MakeAmong(input, ofClass, members, input.Growth[ofClass], "borderline", made);
                return;
            }

            Segments.Make(input, danger, bases, members, k, 1, draw, made);
            return;
        }

        int near = input.Clamped(ofClass, input.Options.KNeighbors, input.Store.Count - 1, "k");
        NearestOthers around = Segments.Neighbours(input, danger, bases, null, near, out int[] placeOf);
        for (int g = 0; g < bases.Length; g++)
        {
            // A row in danger has neighbours.
            int second = Segments.Pick(around[placeOf[bases[g]]], draw, g);
            double reach = input.ClassOf[second] == ofClass ? 1 : 0.5;
            made.Add(danger[bases[g]], second, Segments.Step(draw, g) * reach);
        }
    }
}
