using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Curate.TestKit;

namespace Curate.Docs.Tests;

/// <summary>
/// Runs the commands of one page in order, as a reader does who types them: all in one folder, so that later commands see the files of
/// earlier ones. Each page runs once, when the first of its commands is asked for.
/// </summary>
/// <remarks>
/// Pages below <c>examples/</c> run in a copy of their own folder. All others run in a folder that holds a copy of <c>examples/</c> and,
/// beside it, the data files of every example, so that both <c>examples/penguins/penguins.csv</c> and <c>penguins.csv</c> are found.
/// </remarks>
internal sealed partial class PageSession
{
    // The README names the tool as it stands in a fresh clone; what it says must work too.
    private const string FromSources = "dotnet run -c Release --project src/Curate.Cli -- ";

    private static readonly string[] s_shown = ["dotnet", "git", "docker", "npm", "tar", "curl", "sudo", "./run.sh", ".ci/run"];

    private static readonly string[] s_run =
        ["curate", "cat", "head", "tail", "wc", "cut", "sort", "uniq", "cmp", "diff", "ls", "gzip", "zcat", "gunzip", "printf", "echo", "grep", "sed", "awk", "mkdir", "cp", "mv", "rm", "for"];

    private static readonly ConcurrentDictionary<string, Lazy<PageSession>> s_sessions = new(StringComparer.Ordinal);

    private readonly Dictionary<int, CurateResult> _results = [];

    private PageSession(MarkdownPage page)
    {
        using ScratchFolder folder = new();
        using ScratchFolder tools = new();
        Dictionary<string, string?> environment = ToolShim.Write(tools);
        folder.CopyIn(RepositoryRoot.Combine("examples"), "examples");
        foreach (string data in Directory.EnumerateDirectories(folder.Path("examples")).SelectMany(Directory.EnumerateFiles))
        {
            if (Path.GetExtension(data) is ".csv" or ".tsv" or ".jsonl")
            {
                File.Copy(data, folder.Path(Path.GetFileName(data)));
            }
        }

        string start = page.Path.StartsWith("examples/", StringComparison.Ordinal) ? folder.Path(Path.GetDirectoryName(page.Path)!) : folder.Root;
        foreach (PageCommand command in page.Blocks.SelectMany(block => Commands(page, block)))
        {
            CurateCall call = new()
            {
                Arguments = ["-c", "set -o pipefail\n{ " + command.Text + "\n} 2>&1"],
                WorkingDirectory = start,
                Environment = environment,
            };
            using CurateProcess process = CurateProcess.Start([Programs.Find("bash")!], call);
            _results[command.Line] = process.Wait();
        }
    }

    public static PageSession Of(MarkdownPage page) => s_sessions.GetOrAdd(page.Path, _ => new Lazy<PageSession>(() => new PageSession(page))).Value;

    /// <summary>The commands of a block that are run; none for other blocks and for those that are marked.</summary>
    /// <exception cref="InvalidOperationException">A line is neither run nor known to be for show only, or a block is left out without a reason.</exception>
    public static IEnumerable<PageCommand> Commands(MarkdownPage page, MarkdownBlock block)
    {
        if (!block.IsShell)
        {
            yield break;
        }

        if (block.Note("skip") is string reason)
        {
            if (reason.Length == 0)
            {
                throw new InvalidOperationException($"{page.Path}:{block.Line}: curate:skip needs a reason.");
            }

            yield break;
        }

        int exitCode = block.Note("exit") is string code ? int.Parse(code, CultureInfo.InvariantCulture) : 0;
        for (int i = 0; i < block.Lines.Count; i++)
        {
            int line = block.Line + i;
            StringBuilder text = new(block.Lines[i].StartsWith("$ ", StringComparison.Ordinal) ? block.Lines[i][2..] : block.Lines[i]);
            while (text.Length > 0 && text[^1] == '\\' && i + 1 < block.Lines.Count)
            {
                text.Length--;
                text.Append(block.Lines[++i].TrimStart());
            }

            string command = text.ToString().Trim();
            if (HereDocument().Match(command) is { Success: true } here)
            {
                // The lines of a here-document belong to its command, as they stand.
                string end = here.Groups[1].Value;
                do
                {
                    command += "\n" + (++i < block.Lines.Count ? block.Lines[i] : throw new InvalidOperationException($"{page.Path}:{line}: no line '{end}' ends the here-document."));
                }
                while (block.Lines[i] != end);
            }

            if (command.StartsWith(FromSources, StringComparison.Ordinal))
            {
                command = "curate " + command[FromSources.Length..];
            }

            string word = command.Split(' ', 2)[0];
            if (command.Length == 0 || command[0] == '#' || s_shown.Contains(word) || word.StartsWith("tests/", StringComparison.Ordinal))
            {
                continue;
            }

            yield return s_run.Contains(word)
                ? new PageCommand(line, command, exitCode)
                : throw new InvalidOperationException(
                    $"{page.Path}:{line}: the tests do not know whether to run '{word}'. Put <!-- curate:skip reason --> above the block, or add the word to {nameof(PageSession)}.");
        }
    }

    [GeneratedRegex("<<'(\\w+)'$")]
    private static partial Regex HereDocument();

    public CurateResult ResultAt(int line) => _results[line];
}
