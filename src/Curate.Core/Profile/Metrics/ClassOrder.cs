using System.Text;
using Curate.Core.Errors;
using Curate.Core.Hashing;
using Curate.Core.Options;

namespace Curate.Core.Profile.Metrics;

/// <summary>The classes of a report: their sorted names, which one is positive, and what each text that was read stands for.</summary>
/// <param name="Names">Sorted by value where all are numbers, else by ordinal; with one score column and no predictions the positive class and all others.</param>
/// <param name="ClassOf">Class of each text, by its number.</param>
/// <param name="Positive">Place of the positive class.</param>
internal sealed record ClassOrder(string[] Names, int[] ClassOf, int Positive)
{
    /// <summary>Name of all classes but the positive one, where it stands alone against several.</summary>
    private const string Others = "(other)";

    /// <param name="columns">What was asked for.</param>
    /// <param name="texts">Texts read as classes.</param>
    /// <param name="support">Rows by text, as labels.</param>
    /// <exception cref="CurateException">Classes and probability columns do not match, or there are too many classes.</exception>
    public static ClassOrder Of(MetricsColumns columns, TextIndex texts, long[] support)
    {
        string[] read = [.. Enumerable.Range(0, texts.Count).Select(c => Encoding.UTF8.GetString(texts[c]))];
        string? wanted = columns.Positive;
        if (Array.TrueForAll(read, static t => IsNumber(t)))
        {
            // 1 and 1.0 are one class.
            read = [.. read.Select(Canonical)];
            wanted = wanted is not null && IsNumber(wanted) ? Canonical(wanted) : wanted;
        }

        string[] names = Sorted(read);
        int scores = columns.Probabilities.Count;
        if (names.Length > MetricsSummary.MostClasses)
        {
            Fail.With(ErrorCodes.Infeasible, $"Column '{columns.Label}' and its predictions have {names.Length} classes; measures are computed for at most {MetricsSummary.MostClasses}.",
                "Check that --label and --prediction name class columns.");
        }

        if (scores > 1 && scores != names.Length)
        {
            Fail.With(ErrorCodes.Infeasible, $"There are {scores} probability columns but {names.Length} classes ({Listed(names)}).",
                "Give one --probability column per class, in the order of the sorted class names, or one for the positive class.");
        }

        string positive = wanted ?? Rarest(columns, names, read, support);
        if (columns.Prediction is null && scores == 1)
        {
            string[] rest = [.. names.Where(n => n != positive)];
            string other = rest.Length == 1 ? rest[0] : Others;
            names = Sorted([positive, other]);
            read = [.. read.Select(t => t == positive ? positive : other)];
        }

        int at = Array.IndexOf(names, positive);
        if (at < 0)
        {
            Fail.With(ErrorCodes.Infeasible, $"No row has the positive class {Fail.Show(positive)}; classes are {Listed(names)}.", "Change --positive.");
        }

        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++)
        {
            places.Add(names[i], i);
        }

        return new(names, [.. read.Select(t => places[t])], at);
    }

    /// <summary>The class with the fewest rows; the last name of equals.</summary>
    private static string Rarest(MetricsColumns columns, string[] names, string[] read, long[] support)
    {
        if (columns.Probabilities.Count == 1 && names.Length != 2)
        {
            Fail.With(ErrorCodes.Infeasible, $"One probability column stands for one class, and there are {names.Length} classes ({Listed(names)}).", "Name its class with --positive, or give one --probability column per class.");
        }

        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        for (int c = 0; c < read.Length; c++)
        {
            rows[read[c]] = rows.GetValueOrDefault(read[c]) + (c < support.Length ? support[c] : 0);
        }

        string rarest = names[^1];
        for (int i = names.Length - 2; i >= 0; i--)
        {
            rarest = rows[names[i]] < rows[rarest] ? names[i] : rarest;
        }

        return rarest;
    }

    private static string[] Sorted(string[] names)
    {
        string[] sorted = [.. names.Distinct().Order(StringComparer.Ordinal)];
        if (Array.TrueForAll(sorted, static t => IsNumber(t)))
        {
            Array.Sort([.. sorted.Select(Value)], sorted);
        }

        return sorted;
    }

    private static bool IsNumber(string text) => NumberText.TryNumber(text, out double value) && double.IsFinite(value);

    private static double Value(string text) => NumberText.TryNumber(text, out double value) ? value : double.NaN;

    private static string Canonical(string text) => NumberText.Of(Value(text));

    private static string Listed(string[] names) => string.Join(", ", names.Take(10)) + (names.Length > 10 ? ", ..." : "");
}
