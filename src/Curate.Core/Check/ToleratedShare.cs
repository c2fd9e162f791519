using Curate.Core.Options;
using Curate.Core.Profile.Report;

namespace Curate.Core.Check;

/// <summary>A finding on a share of rows: a note where the share is within the tolerance of the run, else as severe as its code.</summary>
internal static class ToleratedShare
{
    /// <param name="code">What was found.</param>
    /// <param name="message">The sentence, without its full stop.</param>
    /// <param name="failing">Rows that show it.</param>
    /// <param name="rows">Rows that were looked at.</param>
    /// <param name="share">Their share with its interval.</param>
    /// <param name="tolerance">The largest share that passes.</param>
    public static Finding Found(CheckCode code, string message, long failing, long rows, Interval share, double tolerance)
    {
        bool tolerated = share.Value <= tolerance;
        return code.Found(message + (tolerated ? $", which is within the tolerance of {NumberText.Of(100 * tolerance)}%." : ".")) with
        {
            Severity = tolerated ? Severity.Note : code.Severity,
            FailingRows = failing,
            CheckedRows = rows,
            Effect = share.Value,
            EffectLow = share.Low,
            EffectHigh = share.High,
            EffectName = "share of rows",
            Threshold = tolerance,
        };
    }
}
