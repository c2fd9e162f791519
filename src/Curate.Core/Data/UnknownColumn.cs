using System.Diagnostics.CodeAnalysis;
using Curate.Core.Errors;

namespace Curate.Core.Data;

/// <summary>The one way in which a column that is not there is told: by which dataset, with the nearest name, and with the columns there are.</summary>
public static class UnknownColumn
{
    private const int Shown = 20;

    /// <param name="dataset">What messages call the dataset; null where none is known.</param>
    /// <param name="column">The name that was asked for.</param>
    /// <param name="known">The names there are, in their order.</param>
    /// <param name="option">The option that names it, without dashes; null where the reader knows.</param>
    /// <exception cref="CurateException">Always, with <see cref="ErrorCodes.UnknownColumn"/>.</exception>
    [DoesNotReturn]
    public static void Fail(string? dataset, string column, IEnumerable<string> known, string? option = null)
    {
        string[] names = [.. known];
        string? nearest = NameSuggestions.Nearest(column, names);
        string which = option is null ? "" : $", which --{option} names";
        Errors.Fail.With(ErrorCodes.UnknownColumn,
            (dataset is null ? "There is no column " : $"{dataset} has no column ") + Errors.Fail.Show(column) + which + "."
                + (nearest is null ? "" : $" Did you mean {Errors.Fail.Show(nearest)}?"),
            Columns(names));
    }

    /// <summary>The names for a hint, the first of them where there are many.</summary>
    public static string Columns(IReadOnlyList<string> names) => names.Count == 0 ? "There are no columns at all: the data is empty."
        : "Columns: " + string.Join(", ", names.Take(Shown)) + (names.Count > Shown ? ", ..." : ".");
}
