using System.Buffers;
using System.Buffers.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Core.Text.Tokens.Models;
using Curate.Core.Text.Tokens.Splitting;

namespace Curate.Core.Text.Tokens.Files;

/// <summary>Reads <c>.tiktoken</c> files: a token in base64, a space and its rank on each line. How text is cut is not in them, so it goes by the name or by an option.</summary>
internal static class TiktokenFile
{
    /// <summary>What reports call it.</summary>
    public const string Format = "tiktoken";

    /// <summary>The patterns of names that are known, by what a file name begins with.</summary>
    private static readonly (string Start, KnownPattern Pattern)[] s_names =
    [
        ("gpt2", KnownPattern.Gpt2), ("r50k", KnownPattern.Gpt2), ("p50k", KnownPattern.Gpt2), ("cl100k", KnownPattern.Cl100k), ("o200k", KnownPattern.O200k),
        ("qwen", KnownPattern.Qwen2), ("llama3", KnownPattern.Cl100k),
    ];

    /// <summary>True where the first line is one of such a file.</summary>
    public static bool Is(ReadOnlySpan<byte> content) => TryLine(FirstLine(content), new ByteBuffer(), out _);

    public static Tokenizer Read(string file, ReadOnlySpan<byte> content, string? patternName)
    {
        KnownPattern pattern = Pattern(file, patternName);
        var vocabulary = new ByteTable();
        var ranks = new HashSet<int>();
        var token = new ByteBuffer();
        long number = 0;
        while (content.Length > 0)
        {
            ReadOnlySpan<byte> line = FirstLine(content);
            content = content[Math.Min(content.Length, line.Length + 1)..];
            number++;
            line = line.TrimEnd((byte)'\r');
            if (line.Length == 0)
            {
                continue;
            }

            string place = "line " + NumberText.Of(number);
            if (!TryLine(line, token, out int rank))
            {
                VocabularyFault.Damaged(file, place, $"{Fail.Show(line)} is no token in base64, a space and its rank.");
            }

            if (!ranks.Add(rank))
            {
                VocabularyFault.Damaged(file, place, $"the rank {NumberText.Of(rank)} is given twice.");
            }

            if (!vocabulary.Add(token.Written, rank))
            {
                VocabularyFault.Damaged(file, place, $"the token {Fail.Show(line[..line.IndexOf((byte)' ')])} is there twice.");
            }
        }

        Span<byte> single = stackalloc byte[1];
        for (int b = 0; b < 256; b++)
        {
            single[0] = (byte)b;
            if (!vocabulary.Contains(single))
            {
                VocabularyFault.Damaged(file, "", $"the byte {NumberText.Of(b)} is no token of its own, so not every text can be cut; the file has {NumberText.Of(number)} lines and may be cut short.");
            }
        }

        return new Tokenizer
        {
            Format = Format,
            Pattern = pattern.Name,
            Model = new RankedBytes(vocabulary),
            PreTokenizers = [new Splitter(new PatternMatcher(pattern), SplitBehaviour.Isolated)],
        };
    }

    private static KnownPattern Pattern(string file, string? name)
    {
        if (name is not null)
        {
            return KnownPattern.All.First(p => p.Name == name);
        }

        string bare = Path.GetFileName(file);
        foreach ((string start, KnownPattern pattern) in s_names)
        {
            if (bare.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            {
                return pattern;
            }
        }

        Fail.Usage($"The pattern by which {file} cuts text is not in the file, and its name is not one that is known.",
            "Pass --tokenizer-pattern gpt2, cl100k, qwen2 or o200k.");
        return null!;
    }

    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> content)
    {
        int end = content.IndexOf((byte)'\n');
        return end < 0 ? content : content[..end];
    }

    private static bool TryLine(ReadOnlySpan<byte> line, ByteBuffer token, out int rank)
    {
        line = line.TrimEnd((byte)'\r');
        int space = line.IndexOf((byte)' ');
        rank = -1;
        if (space <= 0 || space == line.Length - 1 || !Utf8Parser.TryParse(line[(space + 1)..], out rank, out int used) || used != line.Length - space - 1 || rank < 0
            || rank == int.MaxValue)
        {
            return false;
        }

        byte[] decoded = ArrayPool<byte>.Shared.Rent(space);
        OperationStatus status = Base64.DecodeFromUtf8(line[..space], decoded, out int consumed, out int written);
        token.Clear();
        token.Append(decoded.AsSpan(0, written));
        ArrayPool<byte>.Shared.Return(decoded);
        return status == OperationStatus.Done && consumed == space && written > 0;
    }
}
