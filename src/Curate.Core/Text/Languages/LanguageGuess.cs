namespace Curate.Core.Text.Languages;

/// <summary>The script and language of a text.</summary>
/// <param name="Script">The script of most letters; the first one of the enumeration where several tie.</param>
/// <param name="ScriptShare">Share of the letters that are of it; 0 without letters.</param>
/// <param name="Language">Code of the language (<see cref="LanguageReader.Codes"/>), or <c>und</c>.</param>
/// <param name="Score">Probability of the language among those of its script, 0 to 1; 0 for <c>und</c>.</param>
public readonly record struct LanguageGuess(TextScript Script, double ScriptShare, string Language, double Score);
