using System.Text;
using System.Text.Unicode;
using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Core.Text.Tokens.Models;
using Curate.Core.Text.Tokens.Normalising;
using Curate.Core.Text.Tokens.Splitting;

namespace Curate.Core.Text.Tokens.Files;

/// <summary>
/// Reads BERT's <c>vocab.txt</c>: one token a line, those that continue a word with <c>##</c> before them. Whether text is lower-cased is not in the file: it is
/// where no token but the special ones in brackets holds an upper-case letter.
/// </summary>
internal static class WordPieceFile
{
    private const string Unknown = "[UNK]";
    private const int MostCharacters = 100;
    private const int TokensAround = 2;

    public static Tokenizer Read(string file, ReadOnlySpan<byte> content)
    {
        var first = new ByteTable();
        var continuing = new ByteTable();
        bool isCased = false;
        bool hasUnknown = false;
        int entries = 0;
        int number = 0;
        while (content.Length > 0)
        {
            int end = content.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = (end < 0 ? content : content[..end]).TrimEnd((byte)'\r');
            content = end < 0 ? default : content[(end + 1)..];
            number++;
            if (!Utf8.IsValid(line))
            {
                VocabularyFault.Damaged(file, "line " + NumberText.Of(number), "the bytes are not UTF-8.");
            }

            if (line.Length == 0)
            {
                continue;
            }

            bool continues = line.StartsWith("##"u8);
            ReadOnlySpan<byte> token = continues ? line[2..] : line;
            if (token.Length > 0 && !(continues ? continuing : first).Add(token, number))
            {
                VocabularyFault.Damaged(file, "line " + NumberText.Of(number), $"the token {Fail.Show(line)} is there twice.");
            }

            // "##" alone begins a word, as any other token does; nothing continues with nothing.
            if (token.Length == 0)
            {
                first.Add(line, number);
            }

            entries++;
            hasUnknown |= line.SequenceEqual("[UNK]"u8);
            isCased |= !(line[0] == '[' && line[^1] == ']') && HoldsUpper(line);
        }

        if (!hasUnknown)
        {
            VocabularyFault.Damaged(file, "", $"none of its {NumberText.Of(number)} lines is {Unknown}, which words without tokens need; it is no WordPiece vocabulary, or is cut short.");
        }

        List<ITextNormaliser> normalisers = [new CharacterMap(CharacterMaps.Clean), new SpacedIdeographs()];
        if (!isCased)
        {
            normalisers.AddRange([new UnicodeForm(CanonicalComposition.Decompose), new CharacterMap(CharacterMaps.WithoutNonSpacing), new LowerCase()]);
        }

        return new Tokenizer
        {
            Format = "vocab.txt",
            Pattern = "words and punctuation",
            Model = new WordPiece(first, continuing, entries, MostCharacters),
            Normalisers = normalisers,
            PreTokenizers =
            [
                new Splitter(new CharacterMatcher(CharacterClasses.IsSpace), SplitBehaviour.Removed), new Splitter(new CharacterMatcher(ReferenceSets.IsPunctuation), SplitBehaviour.Isolated),
            ],
            Added = new AddedTokens([.. SpecialTokens(first)]),
            AroundText = TokensAround,
            Notes = [isCased ? "upper case is kept, and accents: the vocabulary has upper-case tokens" : "text is lower-cased and accents are removed: the vocabulary has no upper-case token"],
        };
    }

    /// <summary>The special tokens that the vocabulary has are never cut.</summary>
    private static IEnumerable<AddedToken> SpecialTokens(ByteTable first)
    {
        foreach (string special in (IEnumerable<string>)["[PAD]", Unknown, "[CLS]", "[SEP]", "[MASK]"])
        {
            byte[] content = Encoding.UTF8.GetBytes(special);
            if (first.Contains(content))
            {
                yield return new AddedToken(content, SingleWord: false, LeftStrip: false, RightStrip: false, Normalised: false);
            }
        }
    }

    private static bool HoldsUpper(ReadOnlySpan<byte> token)
    {
        for (int at = 0; at < token.Length;)
        {
            // Not every upper-case letter has a lower-case form: the double-struck R of BERT's uncased vocabulary has none.
            int point = Utf8Points.Read(token, at, out int width);
            if (CharacterMaps.Lower(point) != point)
            {
                return true;
            }

            at += width;
        }

        return false;
    }
}
