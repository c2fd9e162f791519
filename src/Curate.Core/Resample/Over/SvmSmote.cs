using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Running.Plans;

namespace Curate.Core.Resample.Over;

/// <summary>
/// SVM-SMOTE (Nguyen, Cooper and Kamei 2011): first parents are support vectors of the class in a Gaussian support vector classifier, those without a
/// neighbour of the class left out. From vectors in danger rows are made toward the class, from safe ones away from it. The share of the former is a draw
/// from Beta(10, 10).
/// </summary>
/// <remarks>The classifier takes some multiple of n^2 d; 8 n d bytes.</remarks>
internal sealed class SvmSmote : IRowMaker
{
    private const int Draws = 19;
    private int[]? _support;

    public FeatureForm Form => FeatureForm.Numbers;

    public void Make(OverInput input, int ofClass, MadeRows made)
    {
        _support ??= Support(input);
        int[] members = input.Members(ofClass);
        int[] own = Array.FindAll(_support, row => input.ClassOf[row] == ofClass);
        int m = input.Clamped(ofClass, input.Options.MNeighbors, input.Store.Count - 1, "m");
        (int Foreign, int All)[] around = Surroundings.Of(input, ofClass, own, m);
        int[] danger = Surroundings.Where(own, around, Surroundings.IsDanger);
        int[] safe = Surroundings.Where(own, around, static a => !Surroundings.IsDanger(a) && !Surroundings.IsNoise(a));
        long count = input.Growth[ofClass];
        if (members.Length == 1 || danger.Length + safe.Length == 0)
        {
            if (members.Length > 1)
            {
                input.Note(ofClass, "all support vectors are noise, all rows are parents");
            }

            Smote.MakeAmong(input, ofClass, members, count, "svm", made);
            return;
        }

        input.Note(ofClass, $"{NumberText.Of(danger.Length)} support vectors in danger, {NumberText.Of(safe.Length)} safe");
        int k = input.Clamped(ofClass, input.Options.KNeighbors, members.Length - 1, "k");
        SeededDraw draw = input.Draw("svm", ofClass);
        long inside = safe.Length == 0 ? count : danger.Length == 0 ? 0 : Math.Min(count, (long)(Beta(draw) * (count + 1)));
        Part(danger, inside, 1, draw.For("inside"u8));
        Part(safe, count - inside, -input.Options.OutStep, draw.For("outside"u8));

        void Part(int[] rows, long wanted, double reach, SeededDraw own)
        {
            if (wanted > 0)
            {
                Segments.Make(input, rows, BaseRows.Of(rows.Length, wanted, input.Options.Even, own), members, k, reach, own, made);
            }
        }
    }

    /// <summary>The tenth smallest of nineteen uniform numbers has the distribution Beta(10, 10).</summary>
    public static double Beta(SeededDraw draw)
    {
        SeededDraw own = draw.For("share"u8);
        var units = new double[Draws];
        for (int i = 0; i < units.Length; i++)
        {
            units[i] = own.Unit(0, i);
        }

        Array.Sort(units);
        return units[Draws / 2];
    }

    private static int[] Support(OverInput input)
    {
        int n = input.Store.Count;
        int d = input.Store.Numeric;
        long bytes = 8L * n * d;
        input.Run.Memory.Take(bytes, "The support vector classifier");
        try
        {
            var rows = new Matrix(n, d);
            for (int i = 0; i < n; i++)
            {
                ReadOnlySpan<float> values = input.Store[i];
                Span<double> to = rows.Row(i);
                for (int p = 0; p < d; p++)
                {
                    to[p] = values[p];
                }
            }

            return new KernelSvc(new KernelSvcOptions()).Fit(new LabelledRows(rows, input.ClassOf, input.Classes), input.Run).Support;
        }
        finally
        {
            input.Run.Memory.Return(bytes);
        }
    }
}
