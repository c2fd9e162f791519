using System.Globalization;
using Curate.Core.Methods;
using Curate.Core.Profile.Report;

namespace Curate.Core.Profile.Balance;

/// <summary>
/// Commands of <c>curate resample</c> for an imbalanced label, each with what it does to these counts and what experiments say. Only methods
/// of the registry are named.
/// </summary>
internal static class ResampleSuggestions
{
    // Below this ratio resampling changes little, and nothing is suggested.
    private const double LeastRatio = 1.5;

    // From here on full balance repeats rare rows so often that a half-way target is worth a look.
    private const double SteepRatio = 10;

    public static IReadOnlyList<Suggestion> Of(BalanceReport report, string path)
    {
        if (report.Role != "label" || report.Classes.Count < 2 || !(report.ImbalanceRatio >= LeastRatio) || report.MultiLabel is not null || report.NumericTarget is not null)
        {
            return [];
        }

        long rows = 0;
        foreach (ClassReport each in report.Classes)
        {
            rows += each.Count;
        }

        long most = report.Classes[0].Count;
        ClassReport least = report.Classes[^1];
        int classes = report.Classes.Count;
        string ratio = Number(report.ImbalanceRatio);
        string name = Shown(least.Name);
        var all = new List<(string Method, string Options, string Suffix, string Why)>
        {
            ("random-over", " --as weights", "weighted",
                $"Keeps all {Count(rows)} rows and adds a column of weights; a row of {name} weighs {ratio} times one of {Shown(report.Classes[0].Name)}. Weights and a moved decision threshold often "
                + "do as well as repeated rows. Where classes overlap, heavy weights on a rare class can hurt the others: look at separability first."),
            ("random-over", "", "balanced",
                $"Repeats rows until each of the {Count(classes)} classes has {Count(most)}: {Count(rows)} rows become {Count((Int128)most * classes)}, a row of {name} about {ratio} times. In a comparison for neural "
                + "networks repeating up to full balance came first nearly everywhere. Try it before made-up rows: the gain of SMOTE over it depends on the model."),
        };
        if (report.ImbalanceRatio >= SteepRatio)
        {
            all.Add(("random", " --to power=0.5", "halfway",
                $"Gives each class a share by the square root of its count, so {name} stands 1 to {Number(Math.Sqrt(report.ImbalanceRatio))} against the largest class instead of 1 to {ratio}: a middle way where full balance "
                + "would repeat a few rows too often."));
        }

        if (least.Count >= report.UsableMinimum)
        {
            all.Add(("random-under", "", "balanced",
                $"Removes rows until each class has {Count(least.Count)}: {Count((Int128)least.Count * classes)} of {Count(rows)} rows stay, so training is faster. Dropping rows helped the worst group where noise has heavy tails; "
                + "elsewhere it loses to repeating, since the dropped rows carry information."));
        }

        var suggestions = new List<Suggestion>();
        foreach ((string method, string options, string suffix, string why) in all)
        {
            if (MethodRegistry.Of("resample").Names.Contains(method))
            {
                string command = $"curate resample {Quoted(path)} --method {method} --label {Quoted(report.Column)}{options} -o {Quoted(Target(path, suffix))}";
                suggestions.Add(new(command, why + " Split first and resample the training rows only; equal shares are no promise of a better model."));
            }
        }

        return suggestions;
    }

    /// <summary>The name of an output: the input's own name without folders and compression, with a word before its extension.</summary>
    private static string Target(string path, string suffix)
    {
        string name = path.TrimEnd('/')[(path.TrimEnd('/').LastIndexOf('/') + 1)..];
        foreach (string packed in new[] { ".gz", ".zst" })
        {
            name = name.EndsWith(packed, StringComparison.OrdinalIgnoreCase) ? name[..^packed.Length] : name;
        }

        int dot = name.LastIndexOf('.');
        return dot > 0 && !name.Contains('*', StringComparison.Ordinal) ? name[..dot] + "-" + suffix + name[dot..] : suffix + ".csv";
    }

    /// <summary>An argument as a POSIX shell takes it.</summary>
    private static string Quoted(string text) =>
        text.Length > 0 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or '=' or ':' or '@' or '%' or '+' or ',') && text[0] != '-'
            ? text
            : "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    private static string Shown(string name) => name.Length == 0 ? "the empty value" : name;

    private static string Count(Int128 value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString(value < 10 ? "0.#" : "#,0", CultureInfo.InvariantCulture);
}
