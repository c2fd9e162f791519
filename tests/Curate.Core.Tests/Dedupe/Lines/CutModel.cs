using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Curate.Core.Tests.Dedupe.Lines;

/// <summary>
/// Cuts by comparing every window with every other, on strings. Columns are text, block, score; rows of the second table come in beside them.
/// </summary>
internal sealed class CutModel
{
    private readonly IReadOnlyList<string?[]> _rows;
    private readonly List<(int Start, int End)>[] _units;
    private readonly bool[][] _cut;
    private readonly int _minUnits;
    private readonly int _minWords;

    public CutModel(IReadOnlyList<string?[]> rows, IReadOnlyList<string?[]> others, string unit, int window, int leastCharacters, string keep, bool within, bool onlyAcross,
        int minUnits, int minWords, Func<string, string> fold)
    {
        _rows = rows;
        _minUnits = minUnits;
        _minWords = minWords;
        _units = [.. rows.Select(r => Units(r[0] ?? "", unit, fold))];
        _cut = [.. _units.Select(static u => new bool[u.Count])];
        var own = new List<(string Key, int Row, int Unit)>();
        for (int row = 0; row < rows.Count; row++)
        {
            own.AddRange(Windows(rows[row], _units[row], window, leastCharacters, within, fold).Select(w => (w.Key, row, w.Unit)));
        }

        var there = others.SelectMany(r => Windows(r, Units(r[0] ?? "", unit, fold), window, leastCharacters, within, fold)).Select(static w => w.Key).ToHashSet();
        foreach (var one in own)
        {
            int from = one.Unit;
            if (!there.Contains(one.Key))
            {
                if (onlyAcross)
                {
                    continue;
                }

                var stays = own.Where(o => o.Key == one.Key).OrderBy(o => Rank(o.Row, keep)).ThenBy(static o => o.Row).ThenBy(static o => o.Unit).First();
                if (stays == one)
                {
                    continue;
                }

                from = stays.Row == one.Row ? Math.Max(from, stays.Unit + window) : from;
            }

            for (int u = from; u < one.Unit + window; u++)
            {
                _cut[one.Row][u] = true;
            }
        }
    }

    /// <summary>The rows that stay, with what is left of their texts.</summary>
    public IEnumerable<string?[]> Output() => Enumerable.Range(0, _rows.Count).Where(r => !Leaves(r)).Select(r => (string?[])[Left(r), .. _rows[r][1..]]);

    public IEnumerable<int> Dropped() => Enumerable.Range(0, _rows.Count).Where(Leaves);

    public long CutUnits(int row) => _cut[row].Count(static c => c);

    private bool Leaves(int row)
    {
        if (!_cut[row].Contains(true))
        {
            return false;
        }

        int words = Units(Left(row) ?? "", "token", static s => s).Count;
        return _cut[row].Count(static c => !c) < _minUnits || words < _minWords;
    }

    private string? Left(int row)
    {
        if (_rows[row][0] is not { } text || !_cut[row].Contains(true))
        {
            return _rows[row][0];
        }

        var left = new StringBuilder();
        List<(int Start, int End)> units = _units[row];
        for (int u = 0; u < units.Count; u++)
        {
            int from = u == 0 ? 0 : units[u].Start;
            int to = u + 1 < units.Count ? units[u + 1].Start : text.Length;
            left.Append(_cut[row][u] ? "" : text[from..to]);
        }

        // Where the end went that had nothing behind it, nothing is left behind the new end.
        bool bare = units[^1].End == text.Length;
        string rest = left.ToString();
        if (_cut[row][^1] && bare)
        {
            int last = Array.LastIndexOf(_cut[row], false);
            rest = last < 0 ? "" : rest[..^(units[last + 1].Start - units[last].End)];
        }

        return rest;
    }

    private static IEnumerable<(string Key, int Unit)> Windows(string?[] row, List<(int Start, int End)> units, int window, int least, bool within, Func<string, string> fold)
    {
        for (int u = 0; u + window <= units.Count; u++)
        {
            var texts = units.Skip(u).Take(window).Select(s => row[0]![s.Start..s.End]).ToList();
            if (texts.Sum(static t => t.EnumerateRunes().Count()) >= least)
            {
                yield return ((within ? row[1] ?? "<null>" : "") + "\u0002" + string.Join('\u0001', texts.Select(fold)), u);
            }
        }
    }

    private static List<(int Start, int End)> Units(string text, string unit, Func<string, string> fold)
    {
        string pattern = unit switch
        {
            "line" => @"[^\n]+",
            "paragraph" => @"(?:[^\n]|\n(?!\s*(\n|$)))+",
            "sentence" => @"(?:[^\n.!。]|\.(?=[^\s.])|\.(?=\s+[a-zé]))+(?:[.!。]+|(?=\n)|$)|[.!。]+",
            _ => @"(?:[\u3041-\u30FF\u4E00-\u9FFF]|😀)\p{M}*|(?:(?![\u3041-\u30FF\u4E00-\u9FFF]|😀)\S)+",
        };
        return [.. Regex.Matches(text, pattern).Select(m => (m.Index + m.Value.Length - m.Value.TrimStart().Length, m.Index + m.Value.TrimEnd().Length))
            .Where(s => s.Item2 > s.Item1 && fold(text[s.Item1..s.Item2]).Length > 0)];
    }

    private decimal Rank(int row, string keep)
    {
        string?[] values = _rows[row];
        return keep switch
        {
            "last" => -row,
            "longest" => -(values[0] ?? "").EnumerateRunes().Count(),
            "max:score" => values[2] is { } score ? -decimal.Parse(score, CultureInfo.InvariantCulture) : decimal.MaxValue,
            "prefer:block=y" => values[1] == "y" ? 0 : values[1] is null ? 2 : 1,
            _ => 0,
        };
    }
}
