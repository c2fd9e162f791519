using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Text;

namespace Curate.Core.Dedupe.Near;

/// <summary>Says in words what two texts share and what only one of them has.</summary>
internal static class ShingleDifference
{
    private const int MostShown = 5;

    /// <param name="setup">How texts are read.</param>
    /// <param name="inputs">The dataset and the second one.</param>
    /// <param name="row">The row that leaves.</param>
    /// <param name="member">Whom it was matched with.</param>
    public static string Describe(NearSetup setup, PlanInputs inputs, long row, DuplicateGroups.Member member)
    {
        SortedSet<string> own = Shingles(setup, inputs.Main, row, out string ownText);
        SortedSet<string> other = Shingles(setup, inputs.Source(member.Across ? 1 : 0), member.Kept, out string otherText);
        string there = member.Across ? "row " + NumberText.Of(member.Kept) + " of the other dataset" : "row " + NumberText.Of(member.Kept);
        string here = "row " + NumberText.Of(row);
        int shared = own.Count(other.Contains);
        int all = own.Count + other.Count - shared;
        var text = new StringBuilder();
        if (member.Across)
        {
            text.Append(char.ToUpperInvariant(there[0])).Append(there.AsSpan(1)).Append(": ").Append(Fail.Show(otherText)).Append('\n');
        }

        string unit = setup.Unit == ShingleUnit.Characters ? "characters" : "words";
        text.Append("Shingles of ").Append(NumberText.Of(setup.Shingle)).Append(' ').Append(unit).Append(": ").Append(NumberText.Of(shared)).Append(" of ")
            .Append(NumberText.Of(all)).Append(" in both (Jaccard ").Append(NumberText.Of(all == 0 ? 0 : Math.Round((double)shared / all, 4))).Append(")\n");
        Append(text, own.Except(other), here);
        Append(text, other.Except(own), there);
        return text.ToString();
    }

    private static void Append(StringBuilder text, IEnumerable<string> only, string where)
    {
        string[] shingles = [.. only];
        if (shingles.Length == 0)
        {
            return;
        }

        text.Append("Only in ").Append(where).Append(" (").Append(NumberText.Of(shingles.Length)).Append("):\n");
        foreach (string shingle in shingles.Take(MostShown))
        {
            text.Append("  ").Append(Fail.Show(shingle)).Append('\n');
        }

        if (shingles.Length > MostShown)
        {
            text.Append("  and ").Append(NumberText.Of(shingles.Length - MostShown)).Append(" more\n");
        }
    }

    private static SortedSet<string> Shingles(NearSetup setup, IRecordSource source, long row, out string text)
    {
        var shingles = new SortedSet<string>(StringComparer.Ordinal);
        text = "";
        using IRecordReader rows = source.Open(setup.TextRequest with { FromRow = row, ToRow = row + 1 });
        var batch = new RecordBatch(1);
        if (!rows.Read(batch, CancellationToken.None))
        {
            return shingles;
        }

        var tokens = new List<string>();
        ShingleReader reader = setup.NewReader();
        ulong[] block = new ulong[ShingleReader.Block];
        reader.Begin(tokens);
        for (int c = 0; c < setup.Text.Count; c++)
        {
            ReadOnlySpan<byte> value = batch.Text(c)[0];
            text += (c > 0 ? " " : "") + Encoding.UTF8.GetString(value);
            reader.Open();
            bool more = true;
            while (more)
            {
                reader.Read(value, block, out more);
            }
        }

        string between = setup.Unit == ShingleUnit.Characters ? "" : " ";
        int size = Math.Min(setup.Shingle, tokens.Count);
        for (int i = 0; size > 0 && i + size <= tokens.Count; i++)
        {
            shingles.Add(string.Join(between, tokens.GetRange(i, size)));
        }

        return shingles;
    }
}
