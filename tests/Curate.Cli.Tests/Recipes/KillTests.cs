using System.Globalization;
using System.Text;
using Curate.TestKit;

namespace Curate.Cli.Tests.Recipes;

/// <summary>A run that is killed goes on where it was: the same bytes as undisturbed, no finished stage a second time, nothing left behind.</summary>
public sealed class KillTests
{
    private static readonly string[] s_stages = ["unique", "mixed", "seen", "some", "topics", "parts"];

    private const string Yaml = """
        version: 1
        inputs: {raw: in.csv}
        stages:
        - {name: unique, command: dedupe, key: label}
        - {name: mixed, command: shuffle}
        - {name: seen, command: profile, columns: label, report: seen.txt}
        - {name: some, command: select, fraction: 0.7}
        - {name: topics, command: cluster, features: id, k: 3, n-init: 1, centroids: centres.csv, cluster-column: topic}
        - {name: parts, command: split, label: group}
        outputs:
          all.csv: parts
          train.csv: {from: parts, where: split = 'train'}
          folder/: {from: parts, partition-by: split}
        """;

    [UnixTheory]
    [InlineData("unique.plan")]
    [InlineData("seen.found")]
    [InlineData("topics.table-centres.csv")]
    [InlineData("some.plan")]
    [InlineData("journal")]
    public void Killed_run_goes_on(string file) => Killed(1, file);

    [UnixFact]
    [Trait("Tier", "slow")]
    public void Killed_run_goes_on_from_twenty_moments() => Killed(20, null);

    /// <param name="moments">How often a run is killed.</param>
    /// <param name="file">It is killed when the checkpoints have this file; null = at random moments.</param>
    private static void Killed(int moments, string? file) => Seeds.With(90210, () =>
    {
        using ScratchFolder folder = new();
        var random = new SplitMix64(90210);
        var table = new StringBuilder("id,label,group\n");
        for (int i = 0; i < 60_000; i++)
        {
            table.Append(CultureInfo.InvariantCulture, $"{i},l{random.Next() % 40_000},{(char)('a' + i % 5)}\n");
        }

        folder.File("in.csv", table.ToString());
        folder.File("job.yaml", Yaml);
        long begun = TimeProvider.System.GetTimestamp();
        Cli.Run(folder, "run", "job.yaml", "-q").Expect(0);
        double whole = TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds;
        Dictionary<string, string> expected = Outputs(folder);
        int stored = 0;
        for (int moment = 0; moment < moments; moment++)
        {
            Clear(folder);
            var wait = TimeSpan.FromMilliseconds(whole * ((double)moment / moments + random.Next() % 1000 / 1000.0 / moments));
            using (CurateProcess process = CurateProcess.Start(Cli.Call(folder, "run", "job.yaml", "-q", "--scratch", folder.Folder("scratch"))))
            {
                // A wait that ends with the process: runs differ in speed, and one that is over has nothing to be killed.
                SpinWait.SpinUntil(() => process.HasExited || (file is not null && folder.Exists("job.yaml.checkpoints/" + file)), file is null ? wait : TimeSpan.FromMinutes(1));
                if (process.HasExited)
                {
                    process.Wait().Expect(0);
                    continue;
                }

                process.Kill();
                process.Wait();
            }

            if (Outputs(folder).Count == expected.Count && !folder.Exists("job.yaml.checkpoints/journal"))
            {
                // Killed on its way out, with nothing left to do.
                Assert.Equal(expected, Outputs(folder));
                continue;
            }

            string[] finished = [.. s_stages.Where(s => folder.Exists($"job.yaml.checkpoints/{s}.{(s == "seen" ? "found" : "plan")}"))];
            stored += finished.Length;
            string said = InProcess.Ok("run", folder.Path("job.yaml"));
            Assert.Equal(finished, s_stages.Where(s => said.Contains(s + " (from its checkpoint)", StringComparison.Ordinal)));
            Assert.Equal(expected, Outputs(folder));
            Assert.DoesNotContain(folder.Files(), static f => f.EndsWith(".part", StringComparison.Ordinal) || f.Contains(".rows.", StringComparison.Ordinal) || f.EndsWith("journal", StringComparison.Ordinal));

            // What is there now is no one's leftover.
            Assert.Equal(2, InProcess.Run("run", folder.Path("job.yaml")).Exit);
        }

        Assert.True(stored > 0 || file is null, "no run was killed after a stage");
    });

    private static Dictionary<string, string> Outputs(ScratchFolder folder) =>
        folder.Files().Where(static f => f is "all.csv" or "train.csv" or "seen.txt" or "centres.csv" || (f.StartsWith("folder/", StringComparison.Ordinal) && f.EndsWith(".csv", StringComparison.Ordinal))).ToDictionary(static f => f, folder.Text);

    private static void Clear(ScratchFolder folder)
    {
        foreach (string file in folder.Files().Where(static f => f is not ("in.csv" or "job.yaml")))
        {
            File.Delete(folder.Path(file));
        }

        if (folder.Exists("folder"))
        {
            Directory.Delete(folder.Path("folder"), recursive: true);
        }
    }
}
