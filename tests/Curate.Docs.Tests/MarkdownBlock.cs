namespace Curate.Docs.Tests;

/// <summary>A fenced block of a page.</summary>
/// <param name="Line">The number of its first content line, from 1.</param>
/// <param name="Info">The word after the opening fence, such as <c>sh</c>.</param>
/// <param name="Lines">The content.</param>
/// <param name="Notes">What the comments <c>&lt;!-- curate:... --&gt;</c> just above the block say, without the prefix.</param>
internal sealed record MarkdownBlock(int Line, string Info, IReadOnlyList<string> Lines, IReadOnlyList<string> Notes)
{
    public bool IsShell => Info is "sh" or "bash";

    /// <summary>The text after a note such as <c>skip</c>; null when the note is absent.</summary>
    public string? Note(string name)
    {
        string? note = Notes.FirstOrDefault(note => note == name || note.StartsWith(name + " ", StringComparison.Ordinal));
        return note?[name.Length..].Trim();
    }
}
