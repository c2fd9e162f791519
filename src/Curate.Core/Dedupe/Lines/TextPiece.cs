using Curate.Core.Hashing;

namespace Curate.Core.Dedupe.Lines;

/// <summary>One unit of a text: its bytes without the white space around them, and the hash by which it is compared.</summary>
/// <param name="Start">First byte.</param>
/// <param name="End">The byte behind the last one.</param>
/// <param name="Hash">Equal for equal units, by the foldings of the run.</param>
internal readonly record struct TextPiece(int Start, int End, Hash128 Hash);
