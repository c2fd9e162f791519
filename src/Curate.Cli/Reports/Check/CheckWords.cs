using Curate.Cli.Reports.Blocks;
using Curate.Core.Check;

namespace Curate.Cli.Reports.Check;

/// <summary>Verdicts and severities in words.</summary>
internal static class CheckWords
{
    public static string Of(CheckVerdict verdict) => verdict switch
    {
        CheckVerdict.Passed => "passed",
        CheckVerdict.Warned => "warned",
        CheckVerdict.Failed => "failed",
        _ => "not-measurable",
    };

    public static string Of(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };

    public static Severity? SeverityOf(string word) => word switch
    {
        "note" => Severity.Note,
        "warning" => Severity.Warning,
        "error" => Severity.Error,
        _ => null,
    };

    public static Tone ToneOf(CheckVerdict verdict) => verdict switch
    {
        CheckVerdict.Passed => Tone.Good,
        CheckVerdict.Warned => Tone.Warning,
        CheckVerdict.Failed => Tone.Bad,
        _ => Tone.Soft,
    };

    public static Tone ToneOf(Severity severity) => severity switch
    {
        Severity.Error => Tone.Bad,
        Severity.Warning => Tone.Warning,
        _ => Tone.Soft,
    };
}
