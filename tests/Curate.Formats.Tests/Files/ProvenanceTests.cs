using System.Text;
using Curate.Core.Errors;
using Curate.Formats.Files;

namespace Curate.Formats.Tests.Files;

public sealed class ProvenanceTests : IDisposable
{
    private static readonly ProvenanceDocument s_document = new()
    {
        Version = "1.2.3",
        Command = "resample",
        Method = "smote",
        Options = [new("to", "equal"), new("by", null)],
        Seed = ulong.MaxValue,
        Inputs = [new ProvenanceInput("größe.csv", 12, "ab"), new ProvenanceInput("standard input", null, null)],
        RowsIn = 10,
        RowsKept = 7,
        Dropped = new Dictionary<string, long> { ["z"] = 1, ["a"] = 2 },
        MadeUp = 4,
        OutputFiles = [new ProvenanceOutput("out.csv", 99, "cd")],
        OutputRows = 11,
        Run = new ProvenanceRun
        {
            Inputs = ["/x/größe.csv", "-"],
            Output = "out.csv",
            Host = "h",
            Workers = 2,
            Started = new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)),
            Seconds = 0.5,
        },
    };

    private const string Stable = """
        {
          "schema": 1,
          "version": "1.2.3",
          "command": "resample",
          "method": "smote",
          "options": {
            "to": "equal",
            "by": null
          },
          "seed": 18446744073709551615,
          "inputs": [
            {
              "name": "größe.csv",
              "bytes": 12,
              "sha256": "ab"
            },
            {
              "name": "standard input",
              "bytes": null,
              "sha256": null
            }
          ],
          "counts": {
            "in": 10,
            "kept": 7,
            "dropped": {
              "a": 2,
              "z": 1
            },
            "made_up": 4,
            "edits": {}
          },
          "output": {
            "bytes": 99,
            "rows": 11,
            "sha256": "cd"
          }
        """;

    private const string Run = """
        ,
          "run": {
            "paths": {
              "inputs": [
                "/x/größe.csv",
                "-"
              ],
              "output": "out.csv"
            },
            "host": "h",
            "workers": 2,
            "started": "2024-01-02T01:04:05.000Z",
            "seconds": 0.5
          }
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Document_is_written_to_the_byte(bool withRun)
    {
        var to = new MemoryStream();
        ProvenanceWriter.Write(s_document, to, withRun);
        string expected = Stable.ReplaceLineEndings("\n") + (withRun ? Run.ReplaceLineEndings("\n") : "") + "\n}\n";
        Assert.Equal(expected, Encoding.UTF8.GetString(to.ToArray()));
    }

    [Fact]
    public void Sidecar_stands_beside_the_output_and_appears_whole()
    {
        string path = ProvenanceWriter.PathFor(_folder["out.csv"]);
        Assert.EndsWith("out.csv.curate.json", path);
        Assert.EndsWith("out.curate.json", ProvenanceWriter.PathFor("out/"));
        WriteFile(path, overwrite: false);
        Assert.Equal(["out.csv.curate.json"], _folder.Names);
        Streams.Fails(ErrorCodes.OutputExists, () => WriteFile(path, overwrite: false));
        WriteFile(path, overwrite: true);
    }

    private static void WriteFile(string path, bool overwrite)
    {
        using var file = new AtomicFile(path, overwrite);
        ProvenanceWriter.Write(s_document, file.Stream);
        file.Complete();
    }
}
