using System.Globalization;
using Curate.Core.Options;

namespace Curate.Core.Check.Rules;

/// <summary>Figures and names in sentences.</summary>
internal static class RuleWords
{
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Share(double share) => share is > 0 and < 0.0001 ? "<0.01%" : (100 * share).ToString(share is < 0.1 or > 0.9 ? "0.##" : "0.#", CultureInfo.InvariantCulture) + "%";

    public static string Number(double value) => double.IsFinite(value) && Math.Abs(value) is >= 1e-4 and < 1e15 ? Math.Round(value, 6).ToString(CultureInfo.InvariantCulture) : NumberText.Of(value);

    /// <summary><c>'a'</c>, or <c>'a' + 'b'</c>.</summary>
    public static string Columns(IReadOnlyList<string> columns) => string.Join(" + ", columns.Take(6).Select(static c => $"'{c}'")) + (columns.Count > 6 ? $" + {Count(columns.Count - 6)} more" : "");

    /// <summary><c>0 to 5</c>, <c>at least 0</c>, <c>at most 5</c>.</summary>
    public static string Range(string? least, string? most) => (least, most) switch
    {
        (not null, not null) => least == most ? least : $"{least} to {most}",
        (not null, null) => "at least " + least,
        _ => "at most " + most,
    };

    /// <summary>The first of some texts.</summary>
    public static string List(IReadOnlyList<string> texts) => string.Join(", ", texts.Take(8).Select(static t => Errors.Fail.Show(t))) + (texts.Count > 8 ? $" and {Count(texts.Count - 8)} more" : "");
}
