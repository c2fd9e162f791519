using Curate.Core.Data;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Tests.Support;

namespace Curate.Core.Tests.Numerics.Vectors;

public sealed class TextHashingTests
{
    private static VectorStore Vectors(string?[] texts, TextHashingOptions options, int capacity = 2)
    {
        var table = new MemoryTable(["t"], [.. texts.Select(t => new[] { t })]);
        var counts = new TextHashing(0, options);
        var batch = new RecordBatch(capacity);
        ReadRequest request = ReadRequest.Of(new ColumnRequest("t", ColumnKind.Text));
        using (IRecordReader reader = table.Open(request))
        {
            while (reader.Read(batch, default))
            {
                var part = new TextHashing(0, options);
                part.Add(batch);
                counts.Merge(part);
            }
        }

        double[] weights = counts.Weights();
        var store = new VectorStore(texts.Length, options.Columns, 0, TestVectors.Run());
        using IRecordReader again = table.Open(request);
        while (again.Read(batch, default))
        {
            counts.Fill(batch, weights, store, (int)batch.FirstRow);
        }

        return store;
    }

    private static double Cosine(VectorStore store, int a, int b) => 1 - new DistanceRule(Metric.Cosine).Rank(store[a], store[b], store.Width);

    [Fact]
    public void Fill_gives_unit_rows_that_are_near_for_alike_texts()
    {
        using VectorStore store = Vectors(
            ["The quick brown fox jumps", "the QUICK brown fox, jumped!", "Völlig anderer Satz hier", "", null, "the quick brown fox jumps"],
            new());
        foreach (int row in (int[])[0, 1, 2, 5])
        {
            Assert.Equal(1, store[row].ToArray().Sum(v => (double)v * v), 1e-5);
        }

        Assert.All(store[3].ToArray().Concat(store[4].ToArray()), v => Assert.Equal(0, v));
        Assert.Equal(1, Cosine(store, 0, 5), 1e-6);
        Assert.True(Cosine(store, 0, 1) > 0.4);
        Assert.True(Cosine(store, 0, 2) < 0.25);
    }

    [Fact]
    public void Fill_of_words_alone_weighs_by_inverse_frequency()
    {
        // Two words in one text; "common" is in all three, "rare" in one: the squares of the two columns stand in the ratio of the squared weights.
        var options = new TextHashingOptions { Columns = 4096, LargestWords = 1, LargestCharacters = 0 };
        using VectorStore store = Vectors(["common rare", "common", "common"], options);
        float[] values = [.. store[0].ToArray().Where(v => v != 0).Select(MathF.Abs).Order()];
        Assert.Equal(2, values.Length);
        Assert.Equal((Math.Log(4.0 / 2) + 1) / (Math.Log(4.0 / 4) + 1), values[1] / values[0], 1e-5);
    }

    [Fact]
    public void Fill_does_not_depend_on_batches()
    {
        string[] texts = ["a b c", "ünïcode 日本語 テキスト", "c b a", "x1 y2"];
        using VectorStore one = Vectors(texts, new(), 1);
        using VectorStore all = Vectors(texts, new(), 8);
        Assert.Equal(one.Rows(0, 4).ToArray(), all.Rows(0, 4).ToArray());
    }
}
