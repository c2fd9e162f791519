using System.Globalization;
using Curate.Core.Profile.Report;

namespace Curate.Core.Profile.Alerts;

/// <summary>Alerts as rules raise them, and how their messages write figures.</summary>
internal sealed class AlertList
{
    private readonly List<Alert> _alerts = [];

    public void Add(AlertCode code, IReadOnlyList<string> columns, string message, double? value = null, double? threshold = null) =>
        _alerts.Add(new() { Code = code.Code, Severity = code.Severity, Columns = columns, Message = message, Value = value, Threshold = threshold });

    /// <summary>Errors first, then warnings, then notes; by code, and within one in the order of the rules, which is that of the table.</summary>
    public IReadOnlyList<Alert> Sorted() =>
        [.. _alerts.OrderByDescending(static a => a.Severity).ThenBy(static a => a.Code, StringComparer.Ordinal)];

    public static string Percent(double share)
    {
        double percent = share * 100;
        string text = percent is 0 or 100 ? "0" : percent < 0.01 ? "G2" : percent is < 1 or > 99 ? "0.##" : "0.#";

        // 99.996% of the values is not all of them.
        string shown = percent is < 100 and > 99.99 ? "more than 99.99" : percent.ToString(text, CultureInfo.InvariantCulture);
        return shown + "%";
    }

    public static string Count(double count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>"1 value", "2 values".</summary>
    public static string Count(double count, string noun) => Count(count) + " " + noun + (count == 1 ? "" : "s");

    /// <summary>The first few names in quotes, and how many more there are.</summary>
    public static string Names(IEnumerable<string> names)
    {
        string[] all = [.. names];
        string text = string.Join(", ", all.Take(5).Select(static n => Errors.Fail.Show(n)));
        return all.Length > 5 ? text + " and " + Count(all.Length - 5) + " more" : text;
    }
}
