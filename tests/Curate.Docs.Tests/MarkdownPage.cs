using System.Text;
using System.Text.RegularExpressions;
using Curate.TestKit;

namespace Curate.Docs.Tests;

/// <summary>A Markdown file of the repository, cut into what the tests look at.</summary>
internal sealed partial class MarkdownPage
{
    private readonly string[] _lines;

    private MarkdownPage(string path)
    {
        Path = path;
        _lines = File.ReadAllText(RepositoryRoot.Combine(path)).Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
        Blocks = FindBlocks();
    }

    /// <summary>Relative to the repository root, with forward slashes.</summary>
    public string Path { get; }

    public IReadOnlyList<MarkdownBlock> Blocks { get; }

    /// <summary>The pages whose commands run: README.md, docs/ and examples/, in ordinal order.</summary>
    public static IReadOnlyList<MarkdownPage> WithCommands { get; } = [.. Find("README.md", "docs", "examples")];

    /// <summary>Every page whose links must hold.</summary>
    public static IReadOnlyList<MarkdownPage> All { get; } = [.. WithCommands, .. Find("CONTRIBUTING.md", "CHANGELOG.md", "THIRD-PARTY-NOTICES.md", "tests")];

    /// <summary>Link targets outside code, with their line numbers.</summary>
    public IEnumerable<(int Line, string Target)> Links()
    {
        foreach ((int line, string text) in Prose())
        {
            foreach (Match match in LinkPattern().Matches(CodePattern().Replace(text, "")))
            {
                yield return (line, match.Groups[1].Value);
            }
        }
    }

    /// <summary>The anchors that GitHub gives the headings.</summary>
    public IReadOnlySet<string> Anchors()
    {
        HashSet<string> anchors = new(StringComparer.Ordinal);
        foreach ((_, string text) in Prose())
        {
            if (!text.StartsWith('#'))
            {
                continue;
            }

            StringBuilder anchor = new();
            foreach (char c in text.TrimStart('#').Trim().ToLowerInvariant())
            {
                if (char.IsLetterOrDigit(c) || c is '-' or '_')
                {
                    anchor.Append(c);
                }
                else if (c == ' ')
                {
                    anchor.Append('-');
                }
            }

            anchors.Add(anchor.ToString());
        }

        return anchors;
    }

    private static IEnumerable<MarkdownPage> Find(params string[] places) =>
        places.Select(RepositoryRoot.Combine)
            .SelectMany(place => Directory.Exists(place) ? Directory.EnumerateFiles(place, "*.md", SearchOption.AllDirectories) : File.Exists(place) ? [place] : [])
            .Select(file => System.IO.Path.GetRelativePath(RepositoryRoot.Path, file).Replace('\\', '/'))
            .Where(path => !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => new MarkdownPage(path));

    private IEnumerable<(int Line, string Text)> Prose()
    {
        bool fenced = false;
        for (int i = 0; i < _lines.Length; i++)
        {
            if (_lines[i].TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                fenced = !fenced;
            }
            else if (!fenced)
            {
                yield return (i + 1, _lines[i]);
            }
        }
    }

    private List<MarkdownBlock> FindBlocks()
    {
        List<MarkdownBlock> blocks = [];
        List<string> notes = [];
        for (int i = 0; i < _lines.Length; i++)
        {
            string line = _lines[i].TrimStart();
            if (NotePattern().Match(line) is { Success: true } note)
            {
                notes.Add(note.Groups[1].Value.Trim());
            }
            else if (line.StartsWith("```", StringComparison.Ordinal))
            {
                int indent = _lines[i].Length - line.Length;
                int start = ++i;
                while (i < _lines.Length && !_lines[i].TrimStart().StartsWith("```", StringComparison.Ordinal))
                {
                    i++;
                }

                // A block inside a list item is indented as far as its fence.
                string[] content = [.. _lines[start..i].Select(text => text[Math.Min(indent, text.Length - text.TrimStart().Length)..])];
                blocks.Add(new MarkdownBlock(start + 1, line[3..].Trim(), content, [.. notes]));
                notes.Clear();
            }
            else if (line.Length > 0)
            {
                notes.Clear();
            }
        }

        return blocks;
    }

    [GeneratedRegex(@"\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex CodePattern();

    [GeneratedRegex("^<!-- curate:(.*?)-->$")]
    private static partial Regex NotePattern();
}
