using System.Diagnostics.CodeAnalysis;
using Curate.Core.Errors;

namespace Curate.Core.Text.Tokens.Files;

/// <summary>Errors of vocabulary files.</summary>
internal static class VocabularyFault
{
    /// <summary>The file is damaged: its name, the place in it, what is wrong there.</summary>
    [DoesNotReturn]
    public static void Damaged(string file, string place, string what, Exception? inner = null) =>
        Fail.With(ErrorCodes.BadVocabulary, $"{file}{(place.Length == 0 ? "" : ", " + place)}: {what}", ErrorCodes.BadVocabulary.Remedy, inner);

    /// <summary>The file asks for what is not built: counting without it would count wrong.</summary>
    [DoesNotReturn]
    public static void Unsupported(string file, string what) =>
        Fail.With(ErrorCodes.UnsupportedTokenizer, $"{file}: {what}.", ErrorCodes.UnsupportedTokenizer.Remedy);
}
