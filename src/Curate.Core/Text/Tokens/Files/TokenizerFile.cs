using Curate.Core.Errors;
using Curate.Core.Options;

namespace Curate.Core.Text.Tokens.Files;

/// <summary>Reads any vocabulary file, told by what is in it.</summary>
internal static class TokenizerFile
{
    /// <param name="file">Its name, for errors and for the pattern.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="pattern">The name of a known pattern, for files that hold none.</param>
    /// <exception cref="CurateException">The file is damaged, asks for what is not supported, or needs a pattern.</exception>
    public static Tokenizer Read(string file, ReadOnlyMemory<byte> content, string? pattern)
    {
        ReadOnlySpan<byte> text = content.Span;
        if (text.StartsWith("\uFEFF"u8))
        {
            content = content[3..];
            text = content.Span;
        }

        ReadOnlySpan<byte> head = text.TrimStart(" \t\r\n"u8);
        if (head.Length == 0)
        {
            VocabularyFault.Damaged(file, "", "the file is empty.");
        }

        if (TiktokenFile.Is(text) || file.EndsWith(".tiktoken", StringComparison.OrdinalIgnoreCase))
        {
            return TiktokenFile.Read(file, text, pattern);
        }

        if (pattern is not null)
        {
            Fail.Usage($"--tokenizer-pattern {pattern} is for .tiktoken files; {file} is none.", "Leave it out.");
        }

        if (head[0] == '{')
        {
            return TokenizerJson.Read(file, content);
        }

        if (file.EndsWith(".txt", StringComparison.OrdinalIgnoreCase))
        {
            return WordPieceFile.Read(file, text);
        }

        VocabularyFault.Damaged(file, "", $"the first bytes are {Fail.Show(head[..Math.Min(head.Length, 40)])}, which begin no vocabulary that is known"
            + (text.IndexOf((byte)0) >= 0 ? "; a SentencePiece .model has to be converted to tokenizer.json." : "."));
        return null!;
    }
}
