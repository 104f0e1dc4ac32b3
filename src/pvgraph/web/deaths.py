"""How workers ended: told by the zygote, asked by those whose query went with them."""

import asyncio
import signal

_DIED = {
    -signal.SIGABRT: "mémoire dépassée : demandez moins à la fois, avec LIMIT (out of memory)",
    -signal.SIGSEGV: "requête trop imbriquée pour le moteur : simplifiez-la (nested too deep)",
}
_DIED_OTHERWISE = "le moteur s'est arrêté sur cette requête : simplifiez-la (worker died: simplify)"
_PATIENCE = 0.5
_KEPT = 2


class Deaths:
    """Ends of workers by number, each kept `_KEPT` seconds."""

    def __init__(self) -> None:
        self._known: dict[int, asyncio.Future[int]] = {}

    def note(self, number: int, status: int) -> None:
        """A worker has ended with that status."""
        death = self._death(number)
        if not death.done():
            death.set_result(status)
        asyncio.get_running_loop().call_later(_KEPT, self._known.pop, number, None)

    async def cause(self, number: int) -> str:
        """What a dead worker died of, in words."""
        death = self._death(number)
        await asyncio.wait((death,), timeout=_PATIENCE)
        return _DIED.get(death.result() if death.done() else 0, _DIED_OTHERWISE)

    def _death(self, number: int) -> asyncio.Future[int]:
        if number not in self._known:
            self._known[number] = asyncio.get_running_loop().create_future()
        return self._known[number]
