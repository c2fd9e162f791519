using System.Text;
using Curate.Core.Profile.Report;
using Curate.Core.Randomness;

namespace Curate.Core.Check.Calibration;

/// <summary>Everything that is measured of all rows or of one group.</summary>
/// <param name="Group">The group; null for all rows.</param>
/// <param name="Equal">By bins of equal mass.</param>
/// <param name="Width">By bins of equal width.</param>
/// <param name="Error">The calibration error by bins of equal mass.</param>
/// <param name="Null">What it would be by chance.</param>
/// <param name="Temperature">NaN where there is none, or where the probability is that of the answer.</param>
/// <param name="Balance">Accuracy less mean confidence.</param>
internal sealed record CalibrationPart(string? Group, CalibrationMeasures Equal, CalibrationMeasures Width, Interval Error, CalibrationNull Null, double Temperature, double Balance)
{
    public static CalibrationPart Of(string? group, double[] chances, bool[] events, CalibrationOptions options, CheckInputs inputs)
    {
        SeededDraw draw = inputs.Context.Draw("check/calibration").For(Encoding.UTF8.GetBytes(group ?? ""));
        int[] mass = CalibrationBins.Mass(chances, options.Bins);
        CalibrationMeasures equal = CalibrationMeasures.Of(chances, events, mass, options.Bins);
        CalibrationMeasures width = CalibrationMeasures.Of(chances, events, CalibrationBins.Width(chances, options.Bins), options.Bins);
        CalibrationNull byChance = CalibrationNull.Of(chances, mass, options.Bins, equal.Error, inputs.Permutations, draw.For("events"u8), inputs.Context);
        (double[] hits, double[] misses) = CellMeans(chances, events, mass, options.Bins);
        bool ofOne = inputs.Roles.Probability.Count == 1;
        return new CalibrationPart(group, equal, width, CalibrationNull.Interval(equal, hits, misses, draw.For("rows"u8)), byChance,
            ofOne ? Calibration.Temperature.Of(chances, events) : double.NaN,
            ofOne ? CalibrationMeasures.Balance(chances, events) : equal.Share - equal.MeanChance);
    }

    private static (double[] Hits, double[] Misses) CellMeans(double[] chances, bool[] events, int[] bins, int binCount)
    {
        var sums = new double[2 * binCount];
        var counts = new long[2 * binCount];
        for (int i = 0; i < chances.Length; i++)
        {
            int cell = (2 * bins[i]) + (events[i] ? 0 : 1);
            sums[cell] += chances[i];
            counts[cell]++;
        }

        double Mean(int cell) => counts[cell] == 0 ? 0 : sums[cell] / counts[cell];
        return ([.. Enumerable.Range(0, binCount).Select(b => Mean(2 * b))], [.. Enumerable.Range(0, binCount).Select(b => Mean((2 * b) + 1))]);
    }
}
