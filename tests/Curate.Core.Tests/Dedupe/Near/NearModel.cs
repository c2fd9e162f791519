using System.Globalization;
using Curate.Core.Tests.Support;

namespace Curate.Core.Tests.Dedupe.Near;

/// <summary>Near-deduplication by all pairs: equal texts first, then stars or components over exact Jaccard similarities of shingles of two words.</summary>
internal sealed class NearModel
{
    private readonly IReadOnlyList<string?[]> _rows;
    private readonly Verdict[] _verdicts;

    public NearModel(IReadOnlyList<string?[]> rows, IReadOnlyList<string?[]> others, bool within, bool onlyAcross, bool star, double threshold, string keep)
    {
        _rows = rows;
        _verdicts = [.. Enumerable.Range(0, rows.Count).Select(static r => new Verdict(r, r, 1, false, 1))];
        List<Text> own = Texts(rows, within);
        List<Text> other = Texts(others, within);
        var free = new List<Text>();
        foreach (Text text in own)
        {
            Text? match = other.FirstOrDefault(o => o.Name == text.Name);
            double similarity = 1;
            if (match is null)
            {
                match = other.Where(o => o.Block == text.Block && Similarity(o, text) >= threshold).OrderByDescending(o => Similarity(o, text)).ThenBy(static o => o.Rows[0]).FirstOrDefault();
                similarity = match is null ? 0 : Similarity(match, text);
            }

            if (match is null)
            {
                free.Add(text);
                continue;
            }

            foreach (int row in text.Rows)
            {
                _verdicts[row] = new Verdict(match.Rows[0], row, text.Rows.Count, true, similarity);
            }
        }

        if (onlyAcross)
        {
            return;
        }

        double Rank(int row) => keep switch
        {
            "first" => 0,
            "last" => -row,
            "longest" => -(rows[row][0]?.Length ?? 0),
            "shortest:text" => rows[row][0]?.Length ?? double.MaxValue,
            "max:score" => rows[row][2] is { } score ? -double.Parse(score, CultureInfo.InvariantCulture) : double.MaxValue,
            _ => rows[row][1] == "y" ? 0 : rows[row][1] is null ? 9 : 1,
        };
        int Best(Text text) => text.Rows.OrderBy(Rank).ThenBy(static r => r).First();
        List<Text> order = [.. free.OrderBy(t => Rank(Best(t))).ThenBy(Best)];
        var taken = new HashSet<Text>();
        foreach (Text leader in order)
        {
            if (!taken.Add(leader))
            {
                continue;
            }

            List<Text> members = [leader];
            if (star)
            {
                members.AddRange(order.Where(t => !taken.Contains(t) && t.Block == leader.Block && Similarity(leader, t) >= threshold));
            }
            else
            {
                for (int i = 0; i < members.Count; i++)
                {
                    members.AddRange(order.Where(t => !members.Contains(t) && t.Block == members[i].Block && Similarity(members[i], t) >= threshold).ToList());
                }
            }

            taken.UnionWith(members);
            int size = members.Sum(static m => m.Rows.Count);
            foreach (Text member in members)
            {
                foreach (int row in member.Rows)
                {
                    _verdicts[row] = new Verdict(Best(leader), members.Min(static m => m.Rows[0]), size, false, Similarity(leader, member));
                }
            }
        }
    }

    /// <summary>The rows that come out, as <see cref="TestRuns.Line"/> shows them.</summary>
    public List<string> Output(string form)
    {
        var lines = new List<string>();
        for (int row = 0; row < _rows.Count; row++)
        {
            Verdict v = _verdicts[row];
            string line = TestRuns.Line(_rows[row]);
            if (form == "mark")
            {
                lines.Add($"{line}|{v.First}|{v.Size}|{(v.Across ? "<null>" : v.Kept)}|{Number(v.Similarity)}");
            }
            else if (!v.Leaves(row))
            {
                lines.Add(form == "size" ? $"{line}|{v.Size}" : line);
            }
        }

        return lines;
    }

    public List<string> Removed() =>
        [.. Enumerable.Range(0, _rows.Count).Where(r => _verdicts[r].Leaves(r)).Select(r =>
            $"{TestRuns.Line(_rows[r])}|{(_verdicts[r].Across ? "in-other" : "duplicate")}|{_verdicts[r].Kept}|{Number(_verdicts[r].Similarity)}|{_verdicts[r].First}|{_verdicts[r].Size}")];

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static double Similarity(Text a, Text b) => NaiveTexts.Jaccard(a.Shingles, b.Shingles);

    private static List<Text> Texts(IReadOnlyList<string?[]> rows, bool within)
    {
        var texts = new List<Text>();
        for (int row = 0; row < rows.Count; row++)
        {
            string words = string.Join(' ', NaiveTexts.Words(rows[row][0] ?? ""));
            if (words.Length == 0)
            {
                continue;
            }

            string block = within ? rows[row][1] ?? "<null>" : "";
            string name = block + "|" + words;
            Text? text = texts.Find(t => t.Name == name);
            if (text is null)
            {
                texts.Add(text = new Text(name, block, NaiveTexts.Shingles(rows[row][0]!, 2), []));
            }

            text.Rows.Add(row);
        }

        return texts;
    }

    private sealed record Text(string Name, string Block, HashSet<string> Shingles, List<int> Rows);

    private readonly record struct Verdict(int Kept, int First, int Size, bool Across, double Similarity)
    {
        public bool Leaves(int row) => Across || Kept != row;
    }
}
