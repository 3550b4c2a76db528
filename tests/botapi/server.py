"""The bot's side of the double: ``/bot<token>/<method>`` and ``/file/bot<token>/<path>``."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import orjson
from aiohttp import web

from tests.botapi import messages, profile
from tests.botapi.control import control
from tests.botapi.faults import Fault, Faults, reset, said, strike
from tests.botapi.journal import Call
from tests.botapi.parameters import Parameters, parameters
from tests.botapi.refusals import Cut, Refusal, not_found, unauthorized
from tests.botapi.state import World

Method = Callable[[World, Parameters], Any]
DONE = b'{"ok":true,"result":{"message_id":1,"date":1,"chat":{"id":1,"type":"private"}}}'
MOST_BODY = 64 * 1024 * 1024
METHODS: dict[str, tuple[str, Method | None]] = {"getupdates": ("getUpdates", None)}
for _name, _method in {
    "getMe": profile.get_me,
    "sendMessage": messages.send_message,
    "sendPhoto": messages.send_photo,
    "sendDocument": messages.send_document,
    "sendChatAction": messages.send_chat_action,
    "editMessageText": messages.edit_message_text,
    "editMessageCaption": messages.edit_message_caption,
    "editMessageMedia": messages.edit_message_media,
    "editMessageReplyMarkup": messages.edit_message_reply_markup,
    "deleteMessage": messages.delete_message,
    "answerCallbackQuery": messages.answer_callback_query,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "getChat": profile.get_chat,
    "getChatMember": profile.get_chat_member,
    "getChatAdministrators": profile.get_chat_administrators,
    "getChatMemberCount": profile.get_chat_member_count,
    "leaveChat": profile.leave_chat,
    "deleteWebhook": profile.delete_webhook,
    "getWebhookInfo": profile.get_webhook_info,
    "getFile": profile.get_file,
}.items():
    METHODS[_name.lower()] = (_name, _method)


class Double:
    """One bot's server."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.faults = Faults()

    def renew(self) -> None:
        """Another world: nobody yet, nothing said, the time of the machine."""
        old = self.world
        old.queue.end_poll(Cut())
        self.world, self.faults = World(old.token, old.seed), Faults()

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path.startswith("/bot"):
            token, _, method = path[4:].partition("/")
            return await self.called(request, token, method)
        if path.startswith("/control/"):
            return await control(self, request, path[9:])
        if path.startswith("/elsewhere"):
            self.world.journal.end(self.world.journal.begin("elsewhere", {}), 200, "", None)
            return said(DONE)
        if path.startswith("/file/bot"):
            token, _, place = path[9:].partition("/")
            content = self.world.files.get(place.removeprefix("files/"))
            if token == self.world.token and content is not None:
                return web.Response(body=content)
        return said(orjson.dumps(not_found().answer), 404)

    async def called(self, request: web.BaseRequest, token: str, method: str) -> web.StreamResponse:
        """One call: what fails on purpose, then who asks, how often, and what."""
        name, handler = METHODS.get(method.lower(), (method, None))
        call: Call | None = None
        try:
            asked = await parameters(request)
            call = self.world.journal.begin(name, {} if self.world.quiet else asked.told())
            chat_id = asked.integer("chat_id")
            self.world.limits.early(name.lower(), name, chat_id)
            fault = self.faults.of(name, chat_id) if self.faults.scripts else None
            if fault is None:
                return said(*await self.performed(call, token, method, handler, asked))
            call.fault = fault.name
            if fault.kind == "status":
                if fault.delivered:
                    await self.performed(call, token, method, handler, asked)
                return self.failed(call, name, chat_id, fault)
            if fault.kind == "delay" and not fault.delivered:
                await asyncio.sleep(fault.pause())
                return said(*await self.performed(call, token, method, handler, asked))
            body, status = b"", 200
            if fault.delivered or fault.kind == "drip":
                body, status = await self.performed(call, token, method, handler, asked)
            self.done(call, 0, fault.name, None)
            return await strike(fault, request, body, status)
        except Refusal as refusal:
            return self.refused(call, refusal)
        except Cut:
            self.done(call, 0, "cut", None)
            return reset(request)
        except BaseException:
            self.done(call, 500, "the double failed", None)
            raise

    async def performed(
        self, call: Call, token: str, method: str, handler: Method | None, asked: Parameters
    ) -> tuple[bytes, int]:
        world = self.world
        if token != world.token:
            refusal = unauthorized()
        elif method.lower() not in METHODS:
            refusal = not_found()
        else:
            try:
                world.limits.check(method.lower(), asked.integer("chat_id"))
                if handler is None:
                    return await self.polled(call, asked), 200
                result = handler(world, asked)
                self.done(call, 200, "", result)
                return orjson.dumps({"ok": True, "result": result}), 200
            except Refusal as wrong:
                refusal = wrong
        self.done(call, refusal.code, refusal.description, None)
        return orjson.dumps(refusal.answer), refusal.code

    async def polled(self, call: Call, asked: Parameters) -> bytes:
        if asked.has("allowed_updates"):
            kinds = asked.structure("allowed_updates", "allowed updates")
            if isinstance(kinds, list):
                self.world.queue.allow([str(kind) for kind in kinds])
        events = await self.world.queue.get(
            asked.integer("offset"), asked.integer("limit", 100), asked.integer("timeout")
        )
        if events:
            self.world.journal.stir()
        self.done(call, 200, "", [event.id for event in events])
        return b'{"ok":true,"result":[' + b",".join(event.body for event in events) + b"]}"

    def failed(self, call: Call, name: str, chat_id: int, fault: Fault) -> web.Response:
        """An error of a script; the deadline of its 429 counts like the server's own."""
        refusal = fault.refusal()
        if refusal.code == 429:
            limits = self.world.limits
            limits.impose(fault.scope or limits.scopes(name.lower(), chat_id)[-1], refusal.parameters["retry_after"])
        return self.refused(call, refusal)

    def refused(self, call: Call | None, refusal: Refusal) -> web.Response:
        self.done(call, refusal.code, refusal.description, None)
        return said(orjson.dumps(refusal.answer), refusal.code)

    def done(self, call: Call | None, code: int, description: str, result: Any) -> None:
        if call is not None and not call.ended:
            self.world.journal.end(call, code, description, result)
