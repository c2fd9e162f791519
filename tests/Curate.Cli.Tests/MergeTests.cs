using Curate.Core.Methods;
using Curate.TestKit;

namespace Curate.Cli.Tests;

/// <summary>Sharded runs: the merged output is the unsharded one, and states that do not belong together are refused.</summary>
public sealed class MergeTests
{
    /// <summary>What each shardable method is run with on the generated table.</summary>
    private static readonly Dictionary<string, string[]> s_options = new()
    {
        ["dedupe/exact"] = ["--key", "label,group,whole", "--keep", "last"],
        ["dedupe/near"] = ["--text", "text", "--shingle", "1", "--threshold", "0.5", "--keep", "last"],
        ["dedupe/simhash"] = ["--text", "text", "--shingle", "1", "--distance", "7"],
        ["dedupe/line"] = ["--text", "text", "--keep", "last"],
        ["dedupe/substring"] = ["--text", "text", "--min-tokens", "2"],
        ["mix/proportions"] = ["--source", "label", "--rows", "300"],
        ["mix/temperature"] = ["--source", "label", "--tokens", "900", "--text", "text"],
        ["mix/unimax"] = ["--source", "label", "--bytes", "12kB", "--order", "shuffled"],
        ["mix/anneal"] = ["--source", "label", "--final-share", "c0=1,c1=1", "--rows", "200"],
        ["mix/source-cap"] = ["--source", "label", "--cap", "40"],
        ["mix/quality-quantity"] = ["--source", "flag", "--best", "true,false", "--utility", "true=0.2,false=0.3", "--rows", "300"],
        ["resample/random-over"] = ["--label", "label"],
        ["resample/random-under"] = ["--label", "label"],
        ["resample/random"] = ["--label", "label", "--to", "equal"],
        ["resample/make-imbalance"] = ["--label", "label", "--imbalance-factor", "2"],
        ["resample/stream-balance"] = ["--label", "label", "--buffer", "60", "--score", "whole"],
        ["resample/rehydrate"] = ["--cluster-size", "whole", "--by", "label"],
        ["resample/raking"] = ["--margin", "flag=true:0.3,false:0.7", "--as", "rows"],
        ["select/random-subset"] = ["--rows", "37", "--per", "label"],
        ["select/stratified"] = ["--by", "label", "--rows", "50"],
        ["select/rules"] = ["--text", "text", "--line-min-words", "2", "--min-characters", "8", "--statistics", "words,language"],
        ["cluster/assign"] = ["--centroids", "centroids.csv", "--label", "label"],
        ["split/stratified"] = ["--label", "label"],
        ["split/group"] = ["--group", "group", "--label", "label"],
    };

    // Three centroids of the column whole; rows without a number are in none.
    private const string Centroids = "role,name,kind,level,cluster,parent,rows,bias,shift,factor,late_shift,late_spread,filled,vector\nfit,\"numbers,euclidean,drop,early\",,,,,,,,,,,,\n"
        + "centroid,,,1,0,,1,,,,,,,[-500]\ncentroid,,,1,1,,1,,,,,,,[0]\ncentroid,,,1,2,,1,,,,,,,[500]\nfeature,whole,whole,,,,,,0,1,0,1,,\n";

    public static TheoryData<string> Shardable => [.. MethodRegistry.All.Where(m => (m.Traits & MethodTraits.Shardable) != 0).Select(m => m.Id)];

    public static TheoryData<string> Others => [.. MethodRegistry.All.Where(m => (m.Traits & MethodTraits.Shardable) == 0 && m.Family is "shuffle" or "split").Select(m => m.Id)];

    [Theory]
    [MemberData(nameof(Shardable))]
    public void Merge_of_one_and_four_shards_equals_the_unsharded_run(string id)
    {
        const ulong Seed = 77001;
        Seeds.With(Seed, () =>
        {
            using ScratchFolder folder = new();
            byte[] csv = TableGenerator.Table(Seed, new TableShape { Rows = 400, DuplicateShare = 0.2 }).ToCsv();

            // Sizes of clusters are not negative.
            folder.File("in.csv", id == "resample/rehydrate" ? System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(csv).Replace(",-", ",", StringComparison.Ordinal)) : csv);
            folder.File("centroids.csv", Centroids);
            string[] run = Command(id);
            byte[] expected = Cli.Run(folder, [.. run, "-q"]).Expect(0).Output;
            foreach (int shards in new[] { 1, 4 })
            {
                string[] states = Shards(folder, run, shards);
                Assert.Null(GoldenFile.FirstDifference(expected, Cli.Run(folder, ["merge", .. states.Reverse(), "-q"]).Expect(0).Output));
            }
        });
    }

    [Theory]
    [InlineData("--tokens", "2000", "--text", "text")]
    [InlineData("--rows", "500", "--share", "one=2,two=1,three=1")]
    [InlineData("--bytes", "20kB", "--order", "shuffled")]
    public void Merged_mixture_of_named_files_equals_the_unsharded_one(params string[] options)
    {
        using ScratchFolder folder = new();
        for (ulong i = 0; i < 3; i++)
        {
            folder.File($"{i}.csv", TableGenerator.Table(77_003 + i, new TableShape { Rows = 150 + (40 * (int)i) }).ToCsv());
        }

        string[] run = ["mix", "one=0.csv", "two=1.csv", "three=2.csv", .. options];
        byte[] expected = Cli.Run(folder, [.. run, "-q"]).Expect(0).Output;
        foreach (int shards in new[] { 1, 4 })
        {
            // A shard begins and ends within a source, and holds several.
            string[] states = Shards(folder, run, shards);
            Assert.Null(GoldenFile.FirstDifference(expected, Cli.Run(folder, ["merge", .. states.Reverse(), "-q"]).Expect(0).Output));
        }
    }

    [Fact]
    public void Merge_within_little_memory_equals_the_unsharded_run()
    {
        const ulong Seed = 77002;
        Seeds.With(Seed, () =>
        {
            using ScratchFolder folder = new();
            folder.File("in.csv", TableGenerator.Table(Seed, new TableShape { Rows = 20_000, DuplicateShare = 0.2 }).ToCsv());
            byte[] expected = Cli.Run(folder, "dedupe", "in.csv", "-q").Expect(0).Output;
            string[] states = Shards(folder, ["dedupe", "in.csv"], 3, "--memory", "1MiB");
            Assert.Null(GoldenFile.FirstDifference(expected, Cli.Run(folder, ["merge", .. states, "-q", "--memory", "1MiB"]).Expect(0).Output));
        });
    }

    [Theory]
    [InlineData("dedupe", "--key id --across other.csv --only-across")]
    [InlineData("select", "--rows 5 --id id --must other.csv")]
    public void Merge_knows_the_second_dataset(string command, string options)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "id,t\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},x\n")));
        folder.File("other.csv", "id\n3\n30\n");
        string[] run = [command, "in.csv", .. options.Split(' ')];
        string[] states = Shards(folder, run, 2);
        Assert.Equal(Cli.Text(folder, run), Cli.Text(folder, ["merge", .. states]));
        folder.File("other.csv", "id\n3\n31\n");
        Cli.Fails(folder, 3, ["input-changed"], ["merge", .. states, "-o", "out.csv"]);
    }

    [Fact]
    public void Merge_runs_from_another_folder_and_writes_all_outputs()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a\n1\n1\n2\n");
        string[] states = [.. Shards(folder, ["dedupe", "in.csv"], 2).Select(folder.Path)];
        CurateCall call = Cli.Call(folder, ["merge", .. states, "-o", "out.csv", "--removed", "gone.csv", "--report", "report.json"]) with { WorkingDirectory = folder.Folder("elsewhere") };
        CurateProcess.Run(call).Expect(0);
        Assert.Equal("a\n1\n2\n", folder.Text("elsewhere/out.csv"));
        Assert.Equal(["gone.csv", "out.csv", "out.csv.curate.json", "report.json"], folder.Files().Where(f => f.StartsWith("elsewhere/", StringComparison.Ordinal)).Select(Path.GetFileName));
    }

    [Fact]
    public void Merged_output_has_the_provenance_of_the_unsharded_one()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a\n1\n1\n2\n");
        string[] states = Shards(folder, ["dedupe", "in.csv", "--seed", "9"], 2);
        Cli.Run(folder, ["merge", .. states, "-o", "merged.csv"]).Expect(0);
        Cli.Run(folder, "dedupe", "in.csv", "--seed", "9", "-o", "whole.csv").Expect(0);
        Assert.Equal(ProvenanceTests.AboveRun(folder, "whole.csv.curate.json"), ProvenanceTests.AboveRun(folder, "merged.csv.curate.json"));
    }

    [Fact]
    public void Missing_shard_is_named()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a\n1\n2\n3\n4\n");
        Shards(folder, ["dedupe", "in.csv"], 4);
        Cli.Fails(folder, 2, ["shard-mismatch", "1 of 4 shards are missing: 2", "--shard 2/4"], "merge", "s0.state", "s1.state", "s3.state", "-o", "out.csv");
    }

    [Theory]
    [InlineData("--keep", "last")]
    [InlineData("--seed", "7")]
    [InlineData("--types", "a=text")]
    public void Shards_of_other_options_are_refused(string option, string value)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a\n1\n2\n3\n4\n");
        Cli.Run(folder, "dedupe", "in.csv", "--shard", "0/2", "-o", "s0.state").Expect(0);
        Cli.Run(folder, "dedupe", "in.csv", "--shard", "1/2", option, value, "-o", "s1.state").Expect(0);
        Cli.Fails(folder, 2, ["shard-mismatch", "s0.state", "s1.state", "does not belong"], "merge", "s0.state", "s1.state", "-o", "out.csv");
    }

    [Fact]
    public void Shards_of_another_count_are_refused()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a\n1\n2\n3\n4\n");
        Cli.Run(folder, "dedupe", "in.csv", "--shard", "0/2", "-o", "s0.state").Expect(0);
        Cli.Run(folder, "dedupe", "in.csv", "--shard", "1/3", "-o", "s1.state").Expect(0);
        Cli.Fails(folder, 2, ["shard-mismatch"], "merge", "s0.state", "s1.state", "-o", "out.csv");
    }

    [Fact]
    public void Options_that_change_nothing_may_differ_between_shards()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a\n1\n2\n1\n4\n");
        Cli.Run(folder, "dedupe", "in.csv", "--shard", "0/2", "--workers", "1", "-o", "s0.state").Expect(0);
        Cli.Run(folder, "dedupe", "in.csv", "--shard", "1/2", "--memory", "64MiB", "-v", "-o", "s1.state").Expect(0);
        Assert.Equal("a\n1\n2\n4\n", Cli.Text(folder, "merge", "s0.state", "s1.state"));
    }

    [Theory]
    [InlineData("a\n1\n2\n3\n5\n")]
    [InlineData("a\n1\n2\n3\n4\n5\n")]
    public void Changed_input_is_refused(string changed)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a\n1\n2\n3\n4\n");
        string[] states = Shards(folder, ["dedupe", "in.csv"], 2);
        folder.File("in.csv", changed);
        Cli.Fails(folder, 3, ["input-changed"], ["merge", .. states, "-o", "out.csv"]);
    }

    [Fact]
    public void Input_changed_between_shards_is_refused()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a\n1\n2\n3\n4\n");
        Cli.Run(folder, "dedupe", "in.csv", "--shard", "0/2", "-o", "s0.state").Expect(0);
        folder.File("in.csv", "a\n1\n2\n3\n1\n");
        Cli.Run(folder, "dedupe", "in.csv", "--shard", "1/2", "-o", "s1.state").Expect(0);
        Cli.Fails(folder, 2, ["shard-mismatch"], "merge", "s0.state", "s1.state", "-o", "out.csv");
    }

    [Fact]
    public void Damaged_state_is_corrupt_at_every_length()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a\n1\n2\n");
        Shards(folder, ["dedupe", "in.csv"], 1);
        byte[] state = folder.Bytes("s0.state");
        foreach (int length in new[] { 0, 1, 12, 40, state.Length / 2, state.Length - 1 })
        {
            folder.File("s0.state", state.AsSpan(0, length));
            CurateResult result = Cli.Run(folder, "merge", "s0.state", "-o", "out.csv");
            Assert.InRange(result.ExitCode, 2, 3);
            Cli.AssertTold(result, "s0.state");
            Assert.False(folder.Exists("out.csv"));
        }
    }

    [Fact]
    public void State_with_a_flipped_bit_is_never_merged()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a,b\n1,x\n2,y\n3,x\n4,y\n");
        Cli.Run(folder, "split", "in.csv", "--label", "b", "--fractions", "0.5,0.5", "--shard", "0/1", "-o", "s0.state").Expect(0);
        byte[] state = folder.Bytes("s0.state");
        for (int at = 0; at < state.Length; at += 7)
        {
            byte[] damaged = [.. state];
            damaged[at] ^= 0x80;
            folder.File("s0.state", damaged);
            CurateResult result = Cli.Run(folder, "merge", "s0.state", "-o", "out.csv");
            Assert.InRange(result.ExitCode, 2, 3);
            Cli.AssertTold(result, "s0.state");
            Assert.False(folder.Exists("out.csv"));
        }
    }

    [Fact]
    public void File_that_is_no_state_is_told()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a\n1\n");
        Cli.Fails(folder, 2, ["'in.csv' is not a partial state"], "merge", "in.csv", "-o", "out.csv");
    }

    [Fact]
    public void Dry_run_of_merge_writes_nothing()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a\n1\n1\n");
        string[] states = Shards(folder, ["dedupe", "in.csv"], 2);
        IReadOnlyList<string> before = folder.Files();
        Assert.Contains("Method   dedupe/exact", Cli.Text(folder, ["merge", .. states, "-o", "out.csv", "--dry-run"]), StringComparison.Ordinal);
        Assert.Equal(before, folder.Files());
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Method_that_does_not_merge_refuses_shards(string id)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a\n1\n2\n");
        string[] options = id == "split/time" ? ["--time", "a"] : [];
        Cli.Fails(folder, 2, ["cannot be sharded"], [.. Words(id), .. options, "--shard", "0/2", "-o", "s.state"]);
    }

    [Fact]
    public void Shards_of_a_pipe_or_of_filtered_rows_are_refused()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a\n1\n2\n");
        CurateResult piped = Cli.Piped(folder, "a\n1\n", "dedupe", "--shard", "0/2", "-o", "s.state").Expect(2);
        Cli.AssertTold(piped, "a pipe is none");
        Cli.Fails(folder, 2, ["--where"], "dedupe", "in.csv", "--where", "a > 1", "--shard", "0/2", "-o", "s.state");
        Cli.Fails(folder, 2, ["needs a file"], "dedupe", "in.csv", "--shard", "0/2");
    }

    [Theory]
    [InlineData("SLURM_ARRAY_TASK_ID", "5", "SLURM_ARRAY_TASK_COUNT", "3", "SLURM_ARRAY_TASK_MIN", "4", "shard 1/3")]
    [InlineData("JOB_COMPLETION_INDEX", "2", "JOB_COMPLETION_COUNT", "3", "UNUSED", "", "shard 2/3")]
    public void Shard_auto_reads_the_scheduler(string index, string at, string count, string of, string first, string least, string says)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a\n1\n2\n3\n");
        CurateCall call = Cli.Call(folder, "dedupe", "in.csv", "--shard", "auto", "-o", "s.state") with
        {
            Environment = new Dictionary<string, string?> { [index] = at, [count] = of, [first] = least },
        };
        Assert.Contains(says, CurateProcess.Run(call).Expect(0).Error, StringComparison.Ordinal);
    }

    private static string[] Words(string id) => [id.Split('/')[0], "in.csv", .. id.StartsWith("shuffle/", StringComparison.Ordinal) || id == "dedupe/exact" ? Array.Empty<string>() : ["--method", id.Split('/')[1]]];

    private static string[] Command(string id)
    {
        Assert.True(s_options.TryGetValue(id, out string[]? options), $"say here how to run the shardable method {id}");
        return [.. Words(id), .. options];
    }

    private static string[] Shards(ScratchFolder folder, string[] run, int count, params string[] more)
    {
        string[] states = [.. Enumerable.Range(0, count).Select(i => $"s{i}.state")];
        for (int i = 0; i < count; i++)
        {
            Cli.Run(folder, [.. run, "--shard", $"{i}/{count}", "-o", states[i], "--force", "-q", .. more]).Expect(0);
        }

        return states;
    }
}
