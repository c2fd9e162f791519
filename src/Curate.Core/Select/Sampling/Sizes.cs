using Curate.Core.Errors;
using Curate.Core.Options;

namespace Curate.Core.Select.Sampling;

/// <summary>Checks of score columns.</summary>
internal static class Sizes
{
    /// <exception cref="CurateException">A score lies outside of the bounds.</exception>
    public static void Check(Stratum stratum, SampleOptions options, double least, double most, bool above = false)
    {
        for (int i = 0; i < stratum.Scores.Length; i++)
        {
            double score = stratum.Scores[i];
            if (score < least || score > most || (above && score == least))
            {
                string range = most < double.MaxValue ? $"from {NumberText.Of(least)} to {NumberText.Of(most)}" : $"{(above ? "above" : "from")} {NumberText.Of(least)}{(above ? "" : " on")}";
                Fail.With(ErrorCodes.BadValue, $"Row {NumberText.Of(stratum.Rows[i] + 1)} has {NumberText.Of(score)} in the column {Fail.Show(options.Score!)}, where a number {range} is needed.", "Correct the value, or leave the row out with --where.");
            }
        }
    }
}
