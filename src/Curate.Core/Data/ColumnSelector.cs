using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using Curate.Core.Errors;
using Curate.Core.Text;

namespace Curate.Core.Data;

/// <summary>
/// A list of columns as options take it (COLS), items separated by commas:
/// <c>name</c>; <c>'any, name'</c> or <c>"any, name"</c> (the quote is doubled inside); globs with <c>*</c> and <c>?</c>;
/// <c>f0..f31</c>, names that count up, or every column between two others where the names do not count;
/// <c>/regex/</c> (invariant, no backtracking, so linear in the name); <c>#3</c>, the third column; <c>!item</c>, all of these but not.
/// </summary>
/// <remarks>
/// An item that is the exact name of a column means that column, whatever signs it holds. Names, positions and counting ranges come out in the
/// order given, patterns and positional ranges in schema order; a column comes out once. Exclusions apply last, wherever they stand;
/// a list of exclusions alone starts from all columns.
/// </remarks>
public sealed class ColumnSelector
{
    private readonly string[] _items;

    private ColumnSelector(string[] items) => _items = items;

    /// <summary>The items as written, joined by commas.</summary>
    public string Text => string.Join(",", _items);

    /// <exception cref="CurateException">An empty item, an unclosed quote or regular expression.</exception>
    public static ColumnSelector Parse(string text)
    {
        if (!TrySplit(text, out string[] items))
        {
            Fail.Usage($"The column list {Fail.Show(text)} has an empty item, or a quote or /regex/ that is not closed.",
                "Separate columns by commas and quote names that hold commas: 'a, b'.");
        }

        return new(items);
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static ColumnSelector Parse(IReadOnlyList<string> items) => Parse(string.Join(",", items));

    /// <summary>Splits a list at its commas, leaving those inside quotes and regular expressions; items are trimmed.</summary>
    public static bool TrySplit(string text, out string[] items)
    {
        var found = new List<string>();
        int start = 0;
        items = [];
        while (true)
        {
            int end = ItemEnd(text, start);
            if (end < 0)
            {
                return false;
            }

            string item = text[start..end].Trim();
            if (item.Length == 0 || item == "!")
            {
                return false;
            }

            found.Add(item);
            if (end == text.Length)
            {
                items = [.. found];
                return true;
            }

            start = end + 1;
        }
    }

    /// <summary>The names, where the list holds nothing but names, so that it resolves without a schema; null otherwise.</summary>
    public IReadOnlyList<string>? PlainNames
    {
        get
        {
            var names = new List<string>();
            foreach (string item in _items)
            {
                if (!TryUnquote(item, out string name))
                {
                    if (item[0] is '!' or '/' or '#' || item.AsSpan().IndexOfAny('*', '?') >= 0 || item.Contains("..", StringComparison.Ordinal))
                    {
                        return null;
                    }

                    name = item;
                }

                if (!names.Contains(name, StringComparer.Ordinal))
                {
                    names.Add(name);
                }
            }

            return names;
        }
    }

    /// <summary>The columns of <paramref name="schema"/> that this list means; never empty.</summary>
    /// <param name="schema">The columns there are.</param>
    /// <param name="isPath">Says whether a name that is not in the schema is a path into a nested column; null for no.</param>
    /// <exception cref="CurateException">A name that does not exist, a pattern that matches nothing, nothing left.</exception>
    public IReadOnlyList<string> Resolve(TableSchema schema, Func<string, bool>? isPath = null) => Resolve(schema, isPath, null);

    private IReadOnlyList<string> Resolve(TableSchema schema, Func<string, bool>? isPath, string? dataset)
    {
        var chosen = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var excluded = new HashSet<string>(StringComparer.Ordinal);
        bool anyIncluded = false;
        var found = new List<string>();
        foreach (string item in _items)
        {
            found.Clear();
            bool exclude = item[0] == '!' && !schema.Contains(item);
            Match(exclude ? item[1..].TrimStart() : item, schema, isPath, dataset, found);
            anyIncluded |= !exclude;
            foreach (string name in found)
            {
                if (exclude)
                {
                    excluded.Add(name);
                }
                else if (seen.Add(name))
                {
                    chosen.Add(name);
                }
            }
        }

        if (!anyIncluded)
        {
            foreach (Field field in schema.Fields)
            {
                chosen.Add(field.Name);
            }
        }

        chosen.RemoveAll(excluded.Contains);
        if (chosen.Count == 0)
        {
            Fail.With(ErrorCodes.UnknownColumn, $"The column list {Fail.Show(Text)} leaves no column.", Known(schema));
        }

        return chosen;
    }

    /// <summary>As <see cref="Resolve(TableSchema, Func{string, bool}?)"/>, with paths into nested columns as the source knows them.</summary>
    /// <remarks>Plain names that exist need no schema: where that costs a pass over the data, none is made.</remarks>
    public IReadOnlyList<string> Resolve(IRecordSource source) =>
        PlainNames is { } names && names.All(source.HasColumn) ? names : Resolve(source.Schema, source.HasColumn, source.Name);

    private static void Match(string item, TableSchema schema, Func<string, bool>? isPath, string? dataset, List<string> found)
    {
        if (TryUnquote(item, out string name) || schema.Contains(item))
        {
            AddName(name.Length > 0 ? name : item, schema, isPath, dataset, found);
        }
        else if (item[0] == '/' && item.Length > 1 && item[^1] == '/')
        {
            AddMatches(Compile(item[1..^1], item).IsMatch, item, schema, found);
        }
        else if (item[0] == '#' && int.TryParse(item.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int position))
        {
            if (position < 1 || position > schema.Count)
            {
                Fail.With(ErrorCodes.UnknownColumn,
                    $"There is no column {item}: the input has {schema.Count.ToString(CultureInfo.InvariantCulture)} columns, counted from #1.");
            }

            found.Add(schema[position - 1].Name);
        }
        else if (item.IndexOf("..", StringComparison.Ordinal) is > 0 and int dots && dots + 2 < item.Length)
        {
            AddRange(item, item[..dots].TrimEnd(), item[(dots + 2)..].TrimStart(), schema, dataset, found);
        }
        else if (item.AsSpan().IndexOfAny('*', '?') >= 0)
        {
            // Not as a regular expression: the first one of a process takes some 20 ms.
            AddMatches(name => Wildcards.Matches(item, name), item, schema, found);
        }
        else
        {
            AddName(item, schema, isPath, dataset, found);
        }
    }

    private static void AddName(string name, TableSchema schema, Func<string, bool>? isPath, string? dataset, List<string> found)
    {
        if (!schema.Contains(name) && isPath?.Invoke(name) != true)
        {
            UnknownColumn.Fail(dataset, name, schema.Fields.Select(static f => f.Name));
        }

        found.Add(name);
    }

    private static void AddMatches(Func<string, bool> isMatch, string item, TableSchema schema, List<string> found)
    {
        foreach (Field field in schema.Fields)
        {
            if (isMatch(field.Name))
            {
                found.Add(field.Name);
            }
        }

        if (found.Count == 0)
        {
            Fail.With(ErrorCodes.UnknownColumn, $"No column matches {Fail.Show(item)}.", Known(schema));
        }
    }

    private static void AddRange(string item, string from, string to, TableSchema schema, string? dataset, List<string> found)
    {
        if (TryCounting(from, out string prefix, out long first, out int firstWidth) && TryCounting(to, out string other, out long last, out int lastWidth)
            && prefix == other)
        {
            if (last < first)
            {
                Backwards(item);
            }

            bool padded = firstWidth > 0 || lastWidth > 0;
            int width = padded ? to.Length - prefix.Length : 0;
            for (long i = first; i <= last; i++)
            {
                string name = prefix + i.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0');
                AddName(name, schema, null, dataset, found);
            }

            return;
        }

        int start = schema.IndexOf(from);
        int end = schema.IndexOf(to);
        if (start < 0 || end < 0)
        {
            UnknownColumn.Fail(dataset, start < 0 ? from : to, schema.Fields.Select(static f => f.Name));
        }

        if (end < start)
        {
            Backwards(item);
        }

        for (int i = start; i <= end; i++)
        {
            found.Add(schema[i].Name);
        }
    }

    /// <summary>Splits <c>f07</c> into prefix, number and, where it has leading zeros, width.</summary>
    private static bool TryCounting(string name, out string prefix, out long number, out int paddedWidth)
    {
        int digits = name.Length;
        while (digits > 0 && char.IsAsciiDigit(name[digits - 1]))
        {
            digits--;
        }

        prefix = name[..digits];
        int width = name.Length - digits;
        paddedWidth = width > 1 && name[digits] == '0' ? width : 0;
        number = 0;
        return width is > 0 and <= 18 && long.TryParse(name.AsSpan(digits), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static Regex Compile(string pattern, string item)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException)
        {
            throw new CurateException(ErrorCodes.Usage, $"{Fail.Show(item)} is not a regular expression that can be used: {failure.Message}",
                "Look-around and back references are not available; quote the name if it is one.", failure);
        }
    }

    /// <summary>The end of the item that starts at <paramref name="start"/>: its comma or the end of the text; -1 where it is not closed.</summary>
    private static int ItemEnd(string text, int start)
    {
        int i = start;
        while (i < text.Length && (text[i] == ' ' || (text[i] == '!' && i == start + Spaces(text, start))))
        {
            i++;
        }

        if (i < text.Length && text[i] is '\'' or '"' or '/')
        {
            char close = text[i];
            for (i++; ; i++)
            {
                if (i >= text.Length)
                {
                    return close == '/' && text.IndexOf('/', start) == text.LastIndexOf('/') && text.IndexOf(',', start) < 0 ? text.Length : -1;
                }

                if (close == '/' && text[i] == '\\')
                {
                    i++;
                }
                else if (text[i] == close)
                {
                    if (close != '/' && i + 1 < text.Length && text[i + 1] == close)
                    {
                        i++;
                        continue;
                    }

                    int next = i + 1 + Spaces(text, i + 1);
                    if (next == text.Length || text[next] == ',')
                    {
                        return next;
                    }

                    if (close != '/')
                    {
                        return -1;
                    }
                }
            }
        }

        int comma = text.IndexOf(',', i);
        return comma < 0 ? text.Length : comma;
    }

    private static int Spaces(string text, int from)
    {
        int n = 0;
        while (from + n < text.Length && text[from + n] == ' ')
        {
            n++;
        }

        return n;
    }

    private static bool TryUnquote(string item, out string name)
    {
        name = "";
        if (item.Length < 3 || item[0] is not ('\'' or '"') || item[^1] != item[0])
        {
            return false;
        }

        string quote = item[..1];
        name = item[1..^1].Replace(quote + quote, quote, StringComparison.Ordinal);
        return true;
    }

    private static string Known(TableSchema schema) => UnknownColumn.Columns([.. schema.Fields.Select(static f => f.Name)]);

    [DoesNotReturn]
    private static void Backwards(string item) => Fail.Usage($"The column range {Fail.Show(item)} runs backwards.", "Write the earlier column first.");
}
