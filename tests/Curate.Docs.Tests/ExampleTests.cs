using Curate.TestKit;

namespace Curate.Docs.Tests;

/// <summary>The script of every example writes exactly the files of its folder <c>expected</c>.</summary>
public class ExampleTests
{
    public static TheoryData<string> Examples() =>
        [.. Directory.EnumerateDirectories(RepositoryRoot.Combine("examples")).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    [UnixTheory]
    [MemberData(nameof(Examples))]
    public void Script_writes_the_expected_files(string example)
    {
        using ScratchFolder output = new();
        using ScratchFolder tools = new();
        CurateCall call = new() { Arguments = [RepositoryRoot.Combine($"examples/{example}/run.sh"), output.Root], Environment = ToolShim.Write(tools) };
        using CurateProcess process = CurateProcess.Start([Programs.Find("bash")!], call);
        CurateResult result = process.Wait();
        Assert.True(result.ExitCode == 0, result.Error);

        Assert.NotEmpty(output.Files());
        foreach (string file in output.Files())
        {
            GoldenFile.Matches($"examples/{example}/expected/{file}", output.Bytes(file));
        }

        string expected = RepositoryRoot.Combine($"examples/{example}/expected");
        Assert.Equal(Directory.EnumerateFiles(expected).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal), output.Files());
    }
}
