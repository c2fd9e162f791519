using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Hashing;
using Curate.Core.Methods;
using Curate.Core.Options;

namespace Curate.Core.Dedupe.Lines;

/// <summary>Says what is cut from one row, and which rows have the copies that stay. Reads the data once more.</summary>
internal static class CutExplanation
{
    private const int MostShown = 20;

    public static string? Of(CutSetup setup, PlanInputs inputs, CutLog cuts, long row, CancellationToken ct)
    {
        using CutLog.Walk walk = cuts.Open();
        while (walk.Current.Row < row)
        {
            walk.Next();
        }

        if (walk.Current.Row != row)
        {
            return null;
        }

        // The windows of the row, then the best place of each of them.
        CutRow cut = walk.Current;
        var windows = new List<(Hash128 Hash, int From)>();
        var best = new Dictionary<Hash128, WindowEntry>();
        byte[] text = [];
        Each(setup, inputs.Main, false, row, row + 1, ct, (head, first, window, bytes) =>
        {
            windows.Add((window, first));
            best.TryAdd(window, default);
            text = text.Length == bytes.Length ? text : bytes.ToArray();
        });
        var found = new HashSet<Hash128>();
        for (int input = setup.Copies.Across ? 1 : 0; input >= 0; input--)
        {
            bool other = input == 1;
            Each(setup, inputs.Source(input), other, 0, long.MaxValue, ct, (head, first, window, _) =>
            {
                if (best.TryGetValue(window, out WindowEntry stays) && (other || !setup.Copies.OnlyAcross))
                {
                    WindowEntry entry = WindowEntry.Of(window, head.Rank, head.Row, other, first);
                    if (found.Add(window) || entry.CompareTo(stays) < 0)
                    {
                        best[window] = entry;
                    }
                }
            });
        }

        return Text(setup, cut, text, windows, best, found);
    }

    private static string Text(CutSetup setup, CutRow cut, byte[] text, List<(Hash128 Hash, int From)> windows, Dictionary<Hash128, WindowEntry> best, HashSet<Hash128> found)
    {
        int[] starts = Starts(setup, text);
        var told = new StringBuilder();
        told.Append("Cut: ").Append(NumberText.Of(cut.Units)).Append(" of ").Append(NumberText.Of((long)starts.Length)).Append(" units, ")
            .Append(NumberText.Of(cut.Bytes)).Append(" of ").Append(NumberText.Of((long)text.Length)).AppendLine(" bytes.");
        int shown = 0;
        foreach ((int from, int to) in cut.Ranges)
        {
            if (shown++ == MostShown)
            {
                told.Append("... and ").Append(NumberText.Of((long)(cut.Ranges.Count - MostShown))).AppendLine(" more.");
                break;
            }

            told.Append("Bytes ").Append(NumberText.Of((long)from)).Append(" to ").Append(NumberText.Of((long)to)).Append(": ").AppendLine(Fail.Show(text.AsSpan(from, to - from)));
            var places = new List<string>();
            foreach ((Hash128 hash, int first) in windows)
            {
                int last = first + setup.Window - 1;
                bool touches = starts[first] < to && (last + 1 == starts.Length ? text.Length : starts[last + 1]) > from;
                WindowEntry stays = best[hash];
                if (touches && found.Contains(hash) && (stays.IsOther || stays.Row != cut.Row || stays.Unit != first))
                {
                    string place = $"row {NumberText.Of(stays.Row)}{(stays.IsOther ? " of the other dataset" : "")}";
                    if (!places.Contains(place, StringComparer.Ordinal))
                    {
                        places.Add(place);
                    }
                }
            }

            told.Append("  the copy that stays: ").AppendLine(places.Count == 0 ? "none that a second look finds: a false positive of the Bloom filter" : string.Join(", ", places.Take(5)) + (places.Count > 5 ? ", ..." : ""));
        }

        return told.ToString();
    }

    private static int[] Starts(CutSetup setup, byte[] text)
    {
        var starts = new List<int>();
        UnitReader reader = setup.NewReader(hashes: false);
        TextPiece[] block = new TextPiece[256];
        reader.Open();
        for (int read = reader.Read(text, block); read > 0; read = reader.Read(text, block))
        {
            for (int i = 0; i < read; i++)
            {
                starts.Add(block[i].Start);
            }
        }

        return [.. starts];
    }

    private static void Each(CutSetup setup, IRecordSource source, bool other, long from, long to, CancellationToken ct, Seen seen)
    {
        UnitReader reader = setup.NewReader(hashes: true);
        WindowReader windows = setup.NewWindows();
        TextPiece[] block = new TextPiece[1024];
        using IRecordReader rows = source.Open(setup.Request with { FromRow = from, ToRow = to });
        var batch = new RecordBatch();
        while (rows.Read(batch, ct))
        {
            for (int row = 0; row < batch.Count; row++)
            {
                ReadOnlySpan<byte> text = batch.Text(0)[row];
                TextHead head = setup.HeadOf(batch, row, other);
                windows.Open(head);
                reader.Open();
                for (int read = reader.Read(text, block); read > 0; read = reader.Read(text, block))
                {
                    for (int i = 0; i < read; i++)
                    {
                        if (windows.Add(block[i], text, out Hash128 window))
                        {
                            seen(head, windows.First, window, text);
                        }
                    }
                }
            }
        }
    }

    private delegate void Seen(TextHead head, int first, Hash128 window, ReadOnlySpan<byte> text);
}
