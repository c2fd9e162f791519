using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Running;

namespace Curate.Core.Dedupe.Semantic;

/// <summary>Says in words how two vectors differ.</summary>
internal static class VectorDifference
{
    private const int MostShown = 5;

    public static string Describe(IReadOnlyList<string> embedding, PlanInputs inputs, RunContext context, long row, DuplicateGroups.Member member)
    {
        float[] own = Read(embedding, inputs.Main, context, row);
        float[] other = Read(embedding, inputs.Source(member.Across ? 1 : 0), context, member.Kept);
        string there = "row " + NumberText.Of(member.Kept) + (member.Across ? " of the other dataset" : "");
        double similarity = Similarity.Of(own, other);
        var text = new StringBuilder();
        text.Append("Cosine similarity to ").Append(there).Append(": ").Append(NumberText.Of(Math.Round(similarity, 6)))
            .Append(" (eps ").Append(NumberText.Of(Math.Round(1 - similarity, 6))).Append(", angle ").Append(NumberText.Of(Math.Round(Degrees(similarity), 2))).Append(" degrees)\n");
        text.Append("Lengths: ").Append(NumberText.Of(Math.Round(Math.Sqrt(PairSums.Norm(own)), 6))).Append(" and ")
            .Append(NumberText.Of(Math.Round(Math.Sqrt(PairSums.Norm(other)), 6))).Append('\n');
        if (similarity < 1)
        {
            Append(text, embedding, own, other);
        }

        return text.ToString();
    }

    /// <summary>The values that differ most once both vectors have length 1.</summary>
    private static void Append(StringBuilder text, IReadOnlyList<string> embedding, float[] own, float[] other)
    {
        double here = Math.Sqrt(PairSums.Norm(own));
        double there = Math.Sqrt(PairSums.Norm(other));
        double Apart(int p) => Math.Abs((own[p] / here) - (other[p] / there));
        int[] most = [.. Enumerable.Range(0, own.Length).Where(p => Apart(p) > 0).OrderByDescending(Apart).ThenBy(static p => p).Take(MostShown)];
        text.Append("Values that differ most, at length 1:\n");
        foreach (int p in most)
        {
            text.Append("  ").Append(embedding.Count > 1 ? Fail.Show(embedding[p]) : "value " + NumberText.Of(p)).Append(": ")
                .Append(NumberText.Of(Math.Round(own[p] / here, 4))).Append(" and ").Append(NumberText.Of(Math.Round(other[p] / there, 4))).Append('\n');
        }
    }

    private static double Degrees(double cosine) => Math.Acos(cosine) * 180 / Math.PI;

    private static float[] Read(IReadOnlyList<string> embedding, IRecordSource source, RunContext context, long row)
    {
        EmbeddingColumns columns = EmbeddingColumns.Resolve(new PassRunner(context), source, embedding);
        using IRecordReader rows = source.Open(ReadRequest.Of([.. columns.Requests]) with { FromRow = row, ToRow = row + 1 });
        var batch = new RecordBatch(1);
        if (!rows.Read(batch, context.Ct))
        {
            Fail.With(ErrorCodes.InputChanged, $"{source.Name} has no row {NumberText.Of(row)} any more.", ErrorCodes.InputChanged.Remedy);
        }

        if (batch[0] is VectorColumn vector)
        {
            return vector[0].ToArray();
        }

        var values = new float[embedding.Count];
        for (int c = 0; c < values.Length; c++)
        {
            values[c] = (float)FeatureLayout.Value(batch[c], 0);
        }

        return values;
    }
}
