using System.Text.Json;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Resample.Over;
using Curate.Core.Running;
using Curate.Core.Tests.Support;

namespace Curate.Core.Tests.Resample;

/// <summary>What the SMOTE family decides before it draws, against imbalanced-learn 0.10 (tests/peers/imbalanced-learn-over/reference.py).</summary>
public sealed class OverReferenceTests
{
    private static readonly JsonElement s_reference = Load();

    private static readonly string[] s_names = ["often", "rare", "some"];

    private static int K => s_reference.GetProperty("k").GetInt32();

    private static JsonElement Load()
    {
        using Stream stream = typeof(OverReferenceTests).Assembly.GetManifestResourceStream("over-sampling.json")!;
        using JsonDocument document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }

    private static void WithClasses(Action<OverInput, int, JsonElement> check)
    {
        RunContext context = TestRuns.Context();
        JsonElement[] rows = [.. s_reference.GetProperty("rows").EnumerateArray()];
        using var store = new VectorStore(rows.Length, 3, 0, context);
        for (int row = 0; row < rows.Length; row++)
        {
            for (int c = 0; c < 3; c++)
            {
                store[row][c] = (float)rows[row][c].GetDouble();
            }
        }

        int[] classOf = [.. s_reference.GetProperty("labels").EnumerateArray().Select(static l => Array.IndexOf(s_names, l.GetString()))];
        var input = new OverInput(store, classOf, s_names, [0, 1, 1], new DistanceRule(Metric.Euclidean), new OverOptions(), context);
        JsonElement[] classes = [.. s_reference.GetProperty("classes").EnumerateArray()];
        Assert.Equal(2, classes.Length);
        foreach (JsonElement of in classes)
        {
            int ofClass = Array.IndexOf(s_names, of.GetProperty("class").GetString());
            Assert.Equal(Ints(of.GetProperty("members")), input.Members(ofClass));
            check(input, ofClass, of);
        }
    }

    private static int[] Ints(JsonElement list) => [.. list.EnumerateArray().Select(static e => e.GetInt32())];

    [Fact]
    public void NearestOthers_of_a_class_are_the_neighbours_of_the_peer() => WithClasses(static (input, ofClass, expected) =>
    {
        int[] members = input.Members(ofClass);
        NearestOthers near = NearestOthers.Of(input.Store, members, members, K, input.Rule, input.Options.Duplicates, input.Run);
        int[][] sets = [.. expected.GetProperty("neighbours").EnumerateArray().Select(Ints)];
        Assert.Equal(members.Length, sets.Length);
        for (int i = 0; i < members.Length; i++)
        {
            Assert.Equal(sets[i], near[i].ToArray().Order());
        }
    });

    [Fact]
    public void Surroundings_danger_and_noise_are_those_of_the_peer() => WithClasses(static (input, ofClass, expected) =>
    {
        int[] members = input.Members(ofClass);
        (int Foreign, int All)[] around = Surroundings.Of(input, ofClass, members, s_reference.GetProperty("m").GetInt32());
        int[] danger = Ints(expected.GetProperty("danger"));
        Assert.NotEmpty(danger);
        Assert.Equal(danger, Surroundings.Where(members, around, Surroundings.IsDanger));
        Assert.Equal(Ints(expected.GetProperty("noise")), Surroundings.Where(members, around, Surroundings.IsNoise));
    });

    [Fact]
    public void Adasyn_weights_are_those_of_the_peer() => WithClasses(static (input, ofClass, expected) =>
    {
        double[] shares = Adasyn.Shares(input, ofClass, input.Members(ofClass), K);
        double sum = shares.Sum();
        double[] weights = [.. expected.GetProperty("adasyn").EnumerateArray().Select(static w => w.GetDouble())];
        Assert.Equal(weights.Length, shares.Length);
        for (int i = 0; i < weights.Length; i++)
        {
            Assert.Equal(weights[i], shares[i] / sum, 1e-12);
        }
    });
}
