using Curate.Core.Numerics;
using Curate.Core.Resample.Features;
using Curate.Core.Running.Plans;

namespace Curate.Core.Resample.Over;

/// <summary>
/// The smoothed bootstrap (Menardi and Torelli 2014): a random row of the class with normal noise in every number, of standard deviation
/// shrinkage x h x that of the column in the class, h = (4 / ((p + 2) n))^(1 / (p + 4)) for p numbers and all n rows.
/// </summary>
internal sealed class RandomNoise : IRowMaker
{
    public FeatureForm Form => FeatureForm.Any;

    string? IRowMaker.Warning => null;

    public void Make(OverInput input, int ofClass, MadeRows made)
    {
        int[] members = input.Members(ofClass);
        input.Spreads[ofClass] = RowSpread.Of(input.Store, members);
        int p = input.Store.Numeric;
        double h = PortableMath.Pow(4.0 / ((p + 2.0) * input.Store.Count), 1.0 / (p + 4));
        double step = input.Options.Shrinkage * h;
        int[] bases = BaseRows.Of(members.Length, input.Growth[ofClass], input.Options.Even, input.Draw("noise", ofClass));
        foreach (int place in bases)
        {
            made.Add(members[place], MadeRows.None, step);
        }
    }
}
