using Curate.Core.Running.Plans;

namespace Curate.Core.Resample.Over;

/// <summary>
/// SMOTE for regression (Torgo, Ribeiro, Pfahringer and Branco 2013): rare values of a numeric target are classes, and rows are made between a row and one of
/// its k nearest of its class, their target the mean of both parents' by distance.
/// </summary>
/// <remarks>As SMOTE.</remarks>
internal sealed class Smoter : IRowMaker
{
    public FeatureForm Form => FeatureForm.Any;

    public LabelForm Label => LabelForm.Number;

    string? IRowMaker.Warning => null;

    public void Make(OverInput input, int ofClass, MadeRows made)
    {
        int[] members = input.Members(ofClass);
        var draw = input.Draw("smoter", ofClass);
        int[] bases = BaseRows.Of(members.Length, input.Growth[ofClass], input.Options.Even, draw);
        NearestOthers? near = Segments.NeighboursInClass(input, ofClass, members, bases, out int[] placeOf);
        var codes = new int[input.Store.Codes];
        for (int g = 0; g < bases.Length; g++)
        {
            int row = members[bases[g]];
            ReadOnlySpan<int> around = near is null ? [] : near[placeOf[bases[g]]];
            if (around.Length == 0)
            {
                made.Add(row, MadeRows.None, 0);
            }
            else
            {
                BetweenParents.Add(input, row, Segments.Pick(around, draw, g), draw, g, codes, made);
            }
        }
    }
}
