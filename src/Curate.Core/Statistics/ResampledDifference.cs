namespace Curate.Core.Statistics;

/// <summary>
/// The mean of paired differences over the folds of (repeated) cross-validations, by the corrected resampled t test (Nadeau and Bengio 2003, "Inference for
/// the generalization error", equation 12): the folds share training rows, so the variance of the mean is (1 / J + n_test / n_train) s^2 with J - 1 degrees.
/// </summary>
/// <param name="Mean">The mean difference.</param>
/// <param name="Low">Lower end of its 95% interval; NaN with fewer than two folds.</param>
/// <param name="High">Upper end.</param>
/// <param name="PValue">Two-sided, of no difference.</param>
public readonly record struct ResampledDifference(double Mean, double Low, double High, double PValue)
{
    private const double Level = 0.05;

    /// <param name="differences">One of each fold.</param>
    /// <param name="testOverTrain">Test rows over training rows, the mean over folds.</param>
    public static ResampledDifference Of(ReadOnlySpan<double> differences, double testOverTrain)
    {
        int count = differences.Length;
        double sum = 0;
        foreach (double difference in differences)
        {
            sum += difference;
        }

        double mean = sum / count;
        if (count < 2)
        {
            return new(mean, double.NaN, double.NaN, double.NaN);
        }

        double squares = 0;
        foreach (double difference in differences)
        {
            squares += (difference - mean) * (difference - mean);
        }

        double deviation = Math.Sqrt(((1.0 / count) + testOverTrain) * (squares / (count - 1)));
        if (!(deviation > 0))
        {
            return new(mean, mean, mean, mean == 0 ? 1 : 0);
        }

        double reach = StudentDistribution.TwoSidedQuantile(Level, count - 1) * deviation;
        return new(mean, mean - reach, mean + reach, StudentDistribution.TwoSided(mean / deviation, count - 1));
    }
}
